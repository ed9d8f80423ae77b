//! The chat: lines are told once they are kept, so that nobody reads what a crash would take back.

use std::collections::{HashMap, VecDeque};

use super::{Pending, RoomState};
use crate::{
    clock::Time,
    error::Refusal,
    ids::{MessageId, ParticipantId},
    protocol::{
        ServerEvent,
        chat::{Edited, History, Line, Said},
        roster::SessionState,
        text,
    },
    room::{
        REMEMBERED_LINES,
        effect::{Answer, Effect, Record},
    },
};

/// How many lines a snapshot or a page of history has.
const PAGE: usize = 100;
/// The longest name that a client may give a line, in bytes.
const CLIENT_ID_LIMIT: usize = 64;

/// The lines of a session, in the order of their ids, and by their senders' names for them.
#[derive(Debug, Default)]
pub struct Chat {
    lines: VecDeque<(Line, Option<String>)>,
    sent: HashMap<(ParticipantId, String), MessageId>,
}

impl Chat {
    pub fn restore(lines: Vec<(Line, Option<String>)>) -> Self {
        let mut chat = Self::default();
        for (line, client_id) in lines {
            chat.push(line, client_id);
        }
        chat
    }

    fn push(&mut self, line: Line, client_id: Option<String>) {
        if self.lines.len() == REMEMBERED_LINES
            && let Some((oldest, Some(client_id))) = self.lines.pop_front()
        {
            self.sent.remove(&(oldest.participant_id, client_id));
        }
        if let Some(client_id) = &client_id {
            self.sent.insert((line.participant_id, client_id.clone()), line.message_id);
        }
        self.lines.push_back((line, client_id));
    }

    fn position(&self, id: MessageId) -> Option<usize> {
        self.lines.binary_search_by_key(&id, |(line, _)| line.message_id).ok()
    }

    fn get(&self, id: MessageId) -> Option<&Line> {
        self.position(id).map(|at| &self.lines[at].0)
    }

    fn get_mut(&mut self, id: MessageId) -> Option<&mut Line> {
        self.position(id).map(|at| &mut self.lines[at].0)
    }

    /// Gives all lines of someone this name.
    pub fn rename(&mut self, author: ParticipantId, name: &str) {
        for (line, _) in self.lines.iter_mut().filter(|(line, _)| line.participant_id == author) {
            name.clone_into(&mut line.username);
        }
    }

    fn page(&self, end: usize) -> (Vec<Line>, bool) {
        let start = end.saturating_sub(PAGE);
        (self.lines.range(start..end).map(|(line, _)| line.clone()).collect(), start > 0)
    }

    /// The newest page, and whether there are older lines.
    pub fn latest(&self) -> (Vec<Line>, bool) {
        self.page(self.lines.len())
    }
}

impl RoomState {
    pub(super) fn say(
        &mut self,
        now: Time,
        by: ParticipantId,
        id: MessageId,
        client_id: Option<String>,
        message: &str,
    ) -> Result<Vec<Effect>, Refusal> {
        if self.phase != SessionState::Live {
            return Err(Refusal::NotLive);
        }
        if client_id.as_ref().is_some_and(|name| name.is_empty() || name.len() > CLIENT_ID_LIMIT || name.contains('\0'))
        {
            return Err(Refusal::DataBad);
        }
        let message = text::message(message)?;
        if let Some(name) = &client_id
            && let Some(earlier) = self.said_before(by, name)
        {
            return Ok(vec![earlier]);
        }
        let username = self.roster.get(by).ok_or(Refusal::NotJoined)?.name.clone();
        let line = Line {
            message_id: id,
            message: message.clone(),
            participant_id: by,
            username,
            sent_at: now,
            edited_at: None,
        };
        let ticket = self.await_journal(Pending::Line { line, client_id: client_id.clone() });
        Ok(vec![Effect::Keep(ticket, Record::Said { id, by, client_id, body: message, at: now })])
    }

    /// What a repeated line is answered with: it is kept, or on its way.
    fn said_before(&self, by: ParticipantId, name: &str) -> Option<Effect> {
        let on_its_way = self.pending.iter().find_map(|(ticket, pending)| match pending {
            Pending::Line { line, client_id } if line.participant_id == by && client_id.as_deref() == Some(name) => {
                Some(Effect::Await(*ticket))
            }
            _ => None,
        });
        on_its_way.or_else(|| {
            let id = self.chat.sent.get(&(by, name.to_owned()))?;
            let line = self.chat.get(*id)?;
            Some(Effect::Answer(Answer::Said(Said { message_id: line.message_id, sent_at: line.sent_at })))
        })
    }

    pub(super) fn said(&mut self, line: Line, client_id: Option<String>) -> Vec<Effect> {
        let said = Said { message_id: line.message_id, sent_at: line.sent_at };
        self.chat.push(line.clone(), client_id);
        vec![Effect::Answer(Answer::Said(said)), self.tell_all(ServerEvent::Message(vec![line]))]
    }

    pub(super) fn edit(
        &mut self,
        now: Time,
        by: ParticipantId,
        id: MessageId,
        message: &str,
    ) -> Result<Vec<Effect>, Refusal> {
        let line = self.chat.get(id).ok_or(Refusal::MessageUnknown)?;
        if line.participant_id != by {
            return Err(Refusal::NotAuthor);
        }
        let message = text::message(message)?;
        let ticket = self.await_journal(Pending::Edit { id, message: message.clone(), at: now });
        Ok(vec![Effect::Keep(ticket, Record::Edited { id, body: message, at: now })])
    }

    pub(super) fn edited(&mut self, id: MessageId, message: String, at: Time) -> Vec<Effect> {
        let Some(line) = self.chat.get_mut(id) else { return Vec::new() };
        line.message.clone_from(&message);
        line.edited_at = Some(at);
        vec![self.tell_all(ServerEvent::EditMessage(Edited { message_id: id, message, edited_at: at }))]
    }

    pub(super) fn history(&self, before: MessageId) -> Result<Vec<Effect>, Refusal> {
        let end = self.chat.position(before).ok_or(Refusal::MessageUnknown)?;
        let (messages, more_messages) = self.chat.page(end);
        Ok(vec![Effect::Answer(Answer::History(History { messages, more_messages }))])
    }
}
