//! The chat: a message is sent to everyone once it is committed, so that nobody reads a message that a crash would take back. The
//! teacher can delete any message, and pause the chat: then students cannot write.

use std::collections::{HashMap, VecDeque};

use super::{Context, Feature, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::chat::{REMEMBERED_LINES, Record},
    error::Refusal,
    ids::{MessageId, ParticipantId},
    protocol::{
        chat::{ChatMessage, Deleted, Edit, Edited, Event, History, Pause, Request, Said, Say, View},
        text,
    },
    room::effect::Ticket,
};

/// How many messages a snapshot or a page of history has.
const PAGE: usize = 100;
/// The longest `clientId`, in bytes.
const CLIENT_ID_LIMIT: usize = 64;

/// The state of a message that came with a `clientId`.
#[derive(Debug)]
enum Sent {
    /// Its record waits for the journal.
    Pending(Ticket),
    Kept(MessageId),
}

/// The messages of a session in the order of their ids, which rise, and by their senders' `clientId`s.
#[derive(Debug, Default)]
pub struct Chat {
    lines: VecDeque<(ChatMessage, Option<String>)>,
    sent: HashMap<(ParticipantId, String), Sent>,
    /// The last id that was assigned.
    latest: Option<MessageId>,
    /// Only the teacher may write.
    paused: bool,
}

impl Chat {
    fn push(&mut self, line: ChatMessage, client_id: Option<String>) {
        if self.lines.len() == REMEMBERED_LINES
            && let Some((oldest, Some(client_id))) = self.lines.pop_front()
        {
            self.sent.remove(&(oldest.participant_id, client_id));
        }
        if let Some(client_id) = &client_id {
            self.sent.insert((line.participant_id, client_id.clone()), Sent::Kept(line.message_id));
        }
        self.latest = self.latest.max(Some(line.message_id));
        self.lines.push_back((line, client_id));
    }

    fn position(&self, id: MessageId) -> Option<usize> {
        self.lines.binary_search_by_key(&id, |(line, _)| line.message_id).ok()
    }

    fn get(&self, id: MessageId) -> Option<&ChatMessage> {
        self.position(id).map(|at| &self.lines[at].0)
    }

    fn get_mut(&mut self, id: MessageId) -> Option<&mut ChatMessage> {
        self.position(id).map(|at| &mut self.lines[at].0)
    }

    /// Changes the author's name in all messages of someone.
    pub(super) fn rename(&mut self, author: ParticipantId, name: &str) {
        for (line, _) in self.lines.iter_mut().filter(|(line, _)| line.participant_id == author) {
            name.clone_into(&mut line.username);
        }
    }

    fn page(&self, end: usize) -> (Vec<ChatMessage>, bool) {
        let start = end.saturating_sub(PAGE);
        (self.lines.range(start..end).map(|(line, _)| line.clone()).collect(), start > 0)
    }
}

pub(super) fn view(room: &RoomState) -> View {
    let chat = &room.features.chat;
    let (messages, more_messages) = chat.page(chat.lines.len());
    View { messages, more_messages, chat_paused: chat.paused }
}

impl Feature for Chat {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Message(_) | Request::History(_) => RoomAct::Speak,
            Request::Edit(_) => RoomAct::EditOwnMessage,
            Request::Delete(_) => RoomAct::DeleteMessages,
            Request::Pause(_) => RoomAct::PauseChat,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Message(say) => self::say(cx, by, say),
            Request::Edit(edit) => self::edit(cx, by, &edit),
            Request::History(page) => history(cx, page.before),
            Request::Delete(delete) => self::delete(cx, delete.message_id),
            Request::Pause(Pause { paused }) => {
                pause(cx, paused);
                Ok(())
            }
        }
    }

    fn committed(cx: &mut Context, record: Record) {
        match record {
            Record::Said { id, by, client_id, body, at } => {
                let username = cx.room.roster.get(by).map_or_else(String::new, |member| member.name.clone());
                let line = ChatMessage {
                    message_id: id,
                    message: body,
                    participant_id: by,
                    username,
                    sent_at: at,
                    edited_at: None,
                    deleted_at: None,
                };
                cx.room.features.chat.push(line.clone(), client_id);
                cx.answer(&Said { message_id: id, sent_at: at });
                cx.tell(Event::Message(vec![line]));
            }
            Record::Edited { id, body, at } => {
                let line = cx.room.features.chat.get_mut(id).filter(|line| line.deleted_at.is_none());
                let Some(line) = line else { return };
                line.message.clone_from(&body);
                line.edited_at = Some(at);
                cx.tell(Event::Edit(Edited { message_id: id, message: body, edited_at: at }));
            }
            Record::Deleted { id, at } => {
                let Some(line) = cx.room.features.chat.get_mut(id) else { return };
                (line.message, line.edited_at, line.deleted_at) = (String::new(), None, Some(at));
                cx.tell(Event::Deleted(Deleted { message_id: id, deleted_at: at }));
            }
            // It took effect with the request.
            Record::Paused { .. } => {}
        }
    }

    fn restored(cx: &mut Context, record: Record) {
        match record {
            Record::Paused { paused } => cx.room.features.chat.paused = paused,
            record => Self::committed(cx, record),
        }
    }

    fn failed(cx: &mut Context, record: Record) {
        if let Record::Said { by, client_id: Some(name), .. } = record {
            cx.room.features.chat.sent.remove(&(by, name));
        }
    }
}

/// # Errors
/// [`Refusal::ChatPaused`] for a student while the chat is paused.
fn may_write(cx: &Context, by: ParticipantId) -> Result<(), Refusal> {
    let paused = cx.room.features.chat.paused && cx.member(by)?.role != RoomRole::Teacher;
    if paused { Err(Refusal::ChatPaused) } else { Ok(()) }
}

fn say(cx: &mut Context, by: ParticipantId, Say { message, client_id }: Say) -> Result<(), Refusal> {
    cx.live()?;
    if client_id.as_ref().is_some_and(|name| name.is_empty() || name.len() > CLIENT_ID_LIMIT || name.contains('\0')) {
        return Err(Refusal::DataBad);
    }
    let body = text::message(&message)?;
    if let Some(name) = &client_id
        && answer_repeat(cx, by, name)
    {
        return Ok(());
    }
    may_write(cx, by)?;
    let at = cx.now;
    let chat = &mut cx.room.features.chat;
    let id = MessageId::after(chat.latest, at);
    chat.latest = Some(id);
    let ticket = cx.persist(Record::Said { id, by, client_id: client_id.clone(), body, at });
    if let Some(name) = client_id {
        cx.room.features.chat.sent.insert((by, name), Sent::Pending(ticket));
    }
    Ok(())
}

/// Answers a message that was sent before and is committed or on its way. Returns whether it was.
fn answer_repeat(cx: &mut Context, by: ParticipantId, name: &str) -> bool {
    let chat = &cx.room.features.chat;
    match chat.sent.get(&(by, name.to_owned())) {
        Some(Sent::Pending(ticket)) => {
            let ticket = *ticket;
            cx.wait_for(ticket);
            true
        }
        Some(Sent::Kept(id)) => {
            let Some(line) = chat.get(*id) else { return false };
            let said = Said { message_id: line.message_id, sent_at: line.sent_at };
            cx.answer(&said);
            true
        }
        None => false,
    }
}

fn edit(cx: &mut Context, by: ParticipantId, edit: &Edit) -> Result<(), Refusal> {
    let line = cx.room.features.chat.get(edit.message_id).ok_or(Refusal::MessageUnknown)?;
    if line.participant_id != by {
        return Err(Refusal::NotAuthor);
    }
    if line.deleted_at.is_some() {
        return Err(Refusal::MessageDeleted);
    }
    may_write(cx, by)?;
    let body = text::message(&edit.message)?;
    cx.persist(Record::Edited { id: edit.message_id, body, at: cx.now });
    Ok(())
}

fn delete(cx: &mut Context, id: MessageId) -> Result<(), Refusal> {
    let line = cx.room.features.chat.get(id).ok_or(Refusal::MessageUnknown)?;
    if line.deleted_at.is_none() {
        cx.persist(Record::Deleted { id, at: cx.now });
    }
    Ok(())
}

/// A pause takes effect at once, and its record follows; a second request writes it again, as with a mute.
fn pause(cx: &mut Context, paused: bool) {
    let changed = std::mem::replace(&mut cx.room.features.chat.paused, paused) != paused;
    cx.persist(Record::Paused { paused });
    if changed {
        cx.tell(Event::Paused(Pause { paused }));
    }
}

fn history(cx: &mut Context, before: MessageId) -> Result<(), Refusal> {
    let chat = &cx.room.features.chat;
    let end = chat.position(before).ok_or(Refusal::MessageUnknown)?;
    let (messages, more_messages) = chat.page(end);
    cx.answer(&History { messages, more_messages });
    Ok(())
}
