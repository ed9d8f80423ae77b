//! The screen: the teacher turns its pages, and everyone sees the same page, newcomers included.

use super::{Context, Feature, FeatureName, RoomState};
use crate::{
    access::RoomAct,
    db::screen::Record,
    error::Refusal,
    ids::{ItemId, ParticipantId},
    protocol::screen::{self, Event, PDF_PAGES, Request, ScreenItem, Slide, Turned, View},
};

#[derive(Debug, Default)]
pub struct Screen {
    /// The page that the teacher has turned to, counted from 0.
    page: u16,
    /// The page of the presentation there, counted from 0.
    pdf_page: u16,
}

impl Feature for Screen {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Turn(_) => RoomAct::TurnScreen,
        }
    }

    fn request(cx: &mut Context, _: ParticipantId, request: Request) -> Result<(), Refusal> {
        let Request::Turn(turn) = request;
        let item = cx.room.rules.slides.get(usize::from(turn.page)).ok_or(Refusal::SlideUnknown)?;
        // Only a presentation has pages of its own. How many, only those who have read the file know.
        let pages = if matches!(item.slide, Slide::Presentation { .. }) { PDF_PAGES } else { 1 };
        if turn.pdf_page >= pages {
            return Err(Refusal::SlideUnknown);
        }
        cx.persist(Record::Turned { page: turn.page, pdf_page: turn.pdf_page });
        Ok(())
    }

    fn committed(cx: &mut Context, Record::Turned { page, pdf_page }: Record) {
        cx.room.features.screen = Screen { page, pdf_page };
        cx.tell_screen();
        cx.stale(FeatureName::Quiz);
    }
}

impl RoomState {
    /// The current page, counted from 0: the last one if the content has become shorter.
    fn page(&self) -> Option<usize> {
        let last = self.rules.slides.len().checked_sub(1)?;
        Some(usize::from(self.features.screen.page).min(last))
    }

    fn item(&self) -> Option<&ScreenItem> {
        self.rules.slides.get(self.page()?)
    }

    /// The content of the current page.
    pub(super) fn slide(&self) -> Option<&Slide> {
        self.item().map(|item| &item.slide)
    }

    pub(super) fn screen(&self) -> Option<screen::Screen> {
        // What was handed in and put on the screen hangs before the lesson's own page, also where there is none.
        if let Some((id, slide)) = self.shown_hand_in() {
            let pages = u16::try_from(self.rules.slides.len()).unwrap_or(u16::MAX).max(1);
            let page = self.page().and_then(|page| u16::try_from(page).ok()).unwrap_or(0);
            let item_id = ItemId::from_uuid(id.as_uuid());
            return Some(screen::Screen { page, pages, item_id, pdf_page: 0, slide, quiz_open: false, outcome: None });
        }
        let (page, ScreenItem { id: item_id, slide }) = (self.page()?, self.item()?.clone());
        let number = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let (quiz_open, outcome) = (self.features.quiz.is_open(&slide), self.features.quiz.outcome(&slide));
        let pages = number(self.rules.slides.len());
        // The content may have changed since the teacher turned.
        let pdf_page = if matches!(slide, Slide::Presentation { .. }) { self.features.screen.pdf_page } else { 0 };
        Some(screen::Screen { page: number(page), pages, item_id, pdf_page, slide, quiz_open, outcome })
    }
}

pub(super) fn view(room: &RoomState) -> View {
    View { screen: room.screen() }
}

impl Context<'_> {
    pub(super) fn tell_screen(&mut self) {
        let screen = self.room.screen();
        self.tell(Event::Turn(Box::new(Turned { screen })));
    }
}
