//! The screen: the teacher turns its pages, and everyone sees the same page, newcomers included.

use super::{Context, Feature, FeatureName, RoomState};
use crate::{
    access::RoomAct,
    db::screen::Record,
    error::Refusal,
    ids::ParticipantId,
    protocol::screen::{self, Event, Request, Slide, Turned, View},
};

#[derive(Debug, Default)]
pub struct Screen {
    /// The page that the teacher has turned to, counted from 0.
    page: u16,
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
        if usize::from(turn.page) >= cx.room.rules.slides.len() {
            return Err(Refusal::SlideUnknown);
        }
        cx.persist(Record::Turned { page: turn.page });
        Ok(())
    }

    fn committed(cx: &mut Context, Record::Turned { page }: Record) {
        cx.room.features.screen.page = page;
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

    /// The content of the current page.
    pub(super) fn slide(&self) -> Option<&Slide> {
        self.rules.slides.get(self.page()?)
    }

    pub(super) fn screen(&self) -> Option<screen::Screen> {
        let (page, slide) = (self.page()?, self.slide()?.clone());
        let number = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let (quiz_open, outcome) = (self.features.quiz.is_open(&slide), self.features.quiz.outcome(&slide));
        let pages = number(self.rules.slides.len());
        Some(screen::Screen { page: number(page), pages, slide, quiz_open, outcome })
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
