//! The screen: the teacher turns its pages, and everyone sees the same one, also those who come later.

use super::{Pending, RoomState};
use crate::{
    error::Refusal,
    protocol::{
        ServerEvent,
        screen::{Screen, Turned},
    },
    room::effect::{Effect, Record},
};

impl RoomState {
    /// What the screen shows now. Where the content has become shorter, that is its last page.
    pub(super) fn screen(&self) -> Option<Screen> {
        let slides = &self.rules.slides;
        let last = slides.len().checked_sub(1)?;
        let page = usize::from(self.page).min(last);
        let number = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let slide = slides[page].clone();
        let outcome = self.quizzes.outcome(&slide);
        Some(Screen { page: number(page), pages: number(slides.len()), slide, outcome })
    }

    pub(super) fn turn(&mut self, page: u16) -> Result<Vec<Effect>, Refusal> {
        if usize::from(page) >= self.rules.slides.len() {
            return Err(Refusal::SlideUnknown);
        }
        let ticket = self.await_journal(Pending::Turn { page });
        Ok(vec![Effect::Keep(ticket, Record::Turned { page })])
    }

    pub(super) fn turned(&mut self, page: u16) -> Vec<Effect> {
        self.page = page;
        vec![self.tell_screen(), Effect::CountChanged]
    }

    pub(super) fn tell_screen(&mut self) -> Effect {
        let screen = self.screen();
        self.tell_all(ServerEvent::ScreenTurn(Box::new(Turned { screen })))
    }
}
