//! Translates between the packets of the video-conferencing design and the events of a room (docs/adr/0036). The room sees
//! a participant like any other, so a meeting has the room's rules. It knows no socket and no time.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        ClientEvent, Nothing, RequestId,
        event::Error,
        meeting::{
            ClientContent, ClientPacket, Feed, Received, ServerContent, ServerPacket, Subscribed, Subscription, User,
            size_of,
        },
        roster::{self, Microphone, RoomRole, SessionJoin},
        session, showing,
        snapshot::Snapshot,
        sound, video,
    },
};

/// What comes of a packet or of a frame of the room.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Ask the room.
    Ask(RequestId, ClientEvent),
    /// Send the client a packet.
    Send(String),
}

/// A client that speaks packets.
#[derive(Debug, Default)]
pub struct MeetingClient {
    /// The token of its account.
    authorization: Option<String>,
    /// The meeting that it has asked to join.
    meeting: Option<String>,
    me: Option<ParticipantId>,
    users: BTreeMap<ParticipantId, User>,
    /// What the room has confirmed.
    subscriptions: Vec<Subscription>,
    last_request: RequestId,
    /// The requests without a reply yet: a few, as the connection's rate is limited and the room answers each.
    awaited: HashMap<RequestId, Awaited>,
}

#[derive(Debug)]
enum Awaited {
    Join,
    /// A request whose success tells nothing.
    Plain(&'static str),
    Answer {
        sends_audio: bool,
    },
    Views {
        packet: &'static str,
        num_actions: usize,
        wanted: Vec<Subscription>,
    },
}

impl Awaited {
    /// The `content_type` of the packet that asked.
    fn packet(&self) -> &'static str {
        match self {
            Self::Join => "JOIN",
            Self::Answer { .. } => "OFFER",
            Self::Plain(packet) | Self::Views { packet, .. } => packet,
        }
    }
}

/// A frame of the room: a reply or news.
#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(default)]
    reply: Option<RequestId>,
    #[serde(default)]
    error: Option<Error>,
    #[serde(default, borrow)]
    event: Option<std::borrow::Cow<'a, str>>,
    #[serde(default, borrow)]
    data: Option<&'a RawValue>,
}

impl Frame<'_> {
    fn data<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.data?.get()).ok()
    }
}

impl MeetingClient {
    /// `authorization` is the token of the handshake's header, if it has one.
    pub fn new(authorization: Option<String>) -> Self {
        Self { authorization, ..Self::default() }
    }

    /// A packet of the client.
    ///
    /// # Errors
    /// [`Refusal::FrameBad`] when it is none. All other refusals are steps.
    pub fn packet(&mut self, text: &str) -> Result<Vec<Step>, Refusal> {
        let ClientPacket { meeting_id, content } = serde_json::from_str(text).map_err(|_| Refusal::FrameBad)?;
        let other = self.me.is_some() && meeting_id.is_some() && meeting_id != self.meeting;
        let (packet, asked) = match content {
            _ if other => ("JOIN", Err(Refusal::AlreadyJoined)),
            ClientContent::Init { authorization } => {
                self.authorization = authorization.or(self.authorization.take());
                return Ok(vec![match self.authorization {
                    Some(_) => self.send(ServerContent::Init {}),
                    None => self.refuse("INIT", Refusal::SignInNeeded.into()),
                }]);
            }
            ClientContent::Join {} => ("JOIN", self.join(meeting_id)),
            ClientContent::RecordJoin {} => ("RECORD_JOIN", Err(Refusal::RecordingUnavailable)),
            content if self.me.is_none() => (name(&content), Err(Refusal::NotJoined)),
            ClientContent::Leave {} => ("LEAVE", Ok(self.plain("LEAVE", session::Request::Leave(Nothing {})))),
            ClientContent::End {} => ("END", Ok(self.plain("END", session::Request::End(session::End::default())))),
            ClientContent::Offer { sdp, restart } => {
                let sends_audio = !restart && sends_audio(&sdp);
                let offer = sound::Offer { sdp, restart, camera: Some(true) };
                ("OFFER", Ok(self.ask(Awaited::Answer { sends_audio }, sound::Request::Offer(offer))))
            }
            ClientContent::Subscribe { num_actions, subscriptions } => {
                ("SUBSCRIBE", self.subscribe("SUBSCRIBE", num_actions, &[], &subscriptions))
            }
            ClientContent::Unsubscribe { num_actions, subscriptions } => {
                ("UNSUBSCRIBE", self.subscribe("UNSUBSCRIBE", num_actions, &subscriptions, &[]))
            }
            ClientContent::UnsubSub { num_actions, unsubscriptions, subscriptions } => {
                ("UNSUB_SUB", self.subscribe("UNSUB_SUB", num_actions, &unsubscriptions, &subscriptions))
            }
        };
        Ok(vec![asked.unwrap_or_else(|refusal| self.refuse(packet, refusal.into()))])
    }

    /// A frame that the room, or the connection itself, sends.
    pub fn frame(&mut self, text: &str) -> Vec<Step> {
        let Ok(frame) = serde_json::from_str::<Frame>(text) else { return Vec::new() };
        match frame.reply {
            Some(reply) => match self.awaited.remove(&reply) {
                Some(awaited) => self.replied(awaited, frame),
                None => Vec::new(),
            },
            None => self.news(&frame).into_iter().collect(),
        }
    }

    fn ask(&mut self, awaited: Awaited, request: impl Into<ClientEvent>) -> Step {
        self.last_request = self.last_request.wrapping_add(1);
        self.awaited.insert(self.last_request, awaited);
        Step::Ask(self.last_request, request.into())
    }

    fn plain(&mut self, packet: &'static str, request: session::Request) -> Step {
        self.ask(Awaited::Plain(packet), request)
    }

    fn send(&self, content: ServerContent) -> Step {
        let packet = ServerPacket { meeting_id: self.meeting.as_deref(), content };
        Step::Send(serde_json::to_string(&packet).expect("a packet is JSON"))
    }

    fn refuse(&self, packet: &'static str, error: Error) -> Step {
        self.send(match packet {
            "JOIN" if self.me.is_none() => ServerContent::JoinDenied(error),
            _ => ServerContent::Error { error, packet: Some(packet) },
        })
    }

    fn join(&mut self, meeting: Option<String>) -> Result<Step, Refusal> {
        if self.me.is_some() || self.awaited.values().any(|awaited| matches!(awaited, Awaited::Join)) {
            return Err(Refusal::AlreadyJoined);
        }
        let session_id = meeting.ok_or(Refusal::DataBad)?;
        self.meeting = Some(session_id.clone());
        let token = Some(self.authorization.clone().ok_or(Refusal::SignInNeeded)?);
        let join = SessionJoin { session_id, token, ..SessionJoin::default() };
        Ok(self.ask(Awaited::Join, session::Request::Join(join)))
    }

    /// Asks for all subscriptions anew, so that a refused packet changes none. The room knows who is there and how many pictures
    /// one may have.
    fn subscribe(
        &mut self,
        packet: &'static str,
        num_actions: usize,
        less: &[Feed],
        more: &[Subscription],
    ) -> Result<Step, Refusal> {
        if num_actions != less.len() + more.len() {
            return Err(Refusal::DataBad);
        }
        let mut wanted = self.subscriptions.clone();
        for feed in less {
            let at = wanted.iter().position(|had| had.feed == *feed).ok_or(Refusal::ParticipantUnknown)?;
            wanted.remove(at);
        }
        for new in more {
            if Some(new.feed.account_id) == self.me {
                return Err(Refusal::ParticipantUnknown);
            }
            match wanted.iter_mut().find(|had| had.feed == new.feed) {
                // The same picture at another bitrate.
                Some(had) => had.bitrate = new.bitrate,
                None => wanted.push(*new),
            }
        }
        let participants = wanted.iter().map(|one| video::Wanted {
            participant_id: one.feed.account_id,
            screen: one.feed.screen,
            size: size_of(one.bitrate),
            pinned: false,
        });
        let watch = video::Watch { participants: participants.collect() };
        Ok(self.ask(Awaited::Views { packet, num_actions, wanted }, video::Request::Watch(watch)))
    }

    fn replied(&mut self, awaited: Awaited, frame: Frame) -> Vec<Step> {
        if let Some(error) = frame.error {
            return vec![self.refuse(awaited.packet(), error)];
        }
        match awaited {
            Awaited::Plain(_) => Vec::new(),
            Awaited::Join => frame.data().map(|joined| self.joined(joined)).unwrap_or_default(),
            Awaited::Answer { sends_audio } => {
                let Some(sound::Description { sdp }) = frame.data() else { return Vec::new() };
                let answer = self.send(ServerContent::Answer { sdp });
                // In the design, whoever sends sound is heard.
                let unmute = sound::Request::Mute(sound::Mute { participant_id: None, muted: false });
                let unmute = sends_audio.then(|| self.ask(Awaited::Plain("OFFER"), unmute));
                [answer].into_iter().chain(unmute).collect()
            }
            Awaited::Views { packet, num_actions, wanted } => {
                let Some(views) = frame.data() else { return Vec::new() };
                self.subscriptions = wanted;
                let subscribed = Subscribed { num_actions, subscriptions: self.received(&views) };
                vec![self.send(match packet {
                    "SUBSCRIBE" => ServerContent::Subscribe(subscribed),
                    "UNSUBSCRIBE" => ServerContent::Unsubscribe(subscribed),
                    _ => ServerContent::UnsubSub(subscribed),
                })]
            }
        }
    }

    /// The subscriptions that have a view.
    fn received(&self, views: &video::Views) -> Vec<Received> {
        let in_view = |subscription: &Subscription| {
            views.views.iter().enumerate().position(|(view, who)| {
                let feed = who.map(|account_id| Feed { account_id, screen: views.screens.contains(&view) });
                feed == Some(subscription.feed)
            })
        };
        let seen =
            self.subscriptions.iter().filter_map(|one| Some(Received { subscription: *one, view: in_view(one)? }));
        seen.collect()
    }

    fn joined(&mut self, joined: session::Joined) -> Vec<Step> {
        self.me = Some(joined.participant_id);
        let me = User {
            account_id: joined.participant_id,
            name: joined.username,
            host: joined.role == RoomRole::Teacher,
            audio: false,
            video: false,
            screen: false,
            bitrates: Vec::new(),
        };
        let join = self.send(ServerContent::Join { user: me, ice_servers: joined.ice_servers });
        [join].into_iter().chain(joined.room.map(|room| self.entered(&room))).collect()
    }

    fn entered(&mut self, room: &Snapshot) -> Step {
        self.users = room.room.participants.iter().map(|one| (one.participant_id, User::of(one))).collect();
        self.send(ServerContent::MeetingUsers { all: true, users: self.users.values().cloned().collect() })
    }

    fn news(&mut self, frame: &Frame) -> Option<Step> {
        match frame.event.as_deref()? {
            "on.sessionEnter" => {
                let room: Snapshot = frame.data()?;
                Some(self.entered(&room))
            }
            "on.participantJoin" => {
                let user = User::of(&frame.data()?);
                self.users.insert(user.account_id, user.clone());
                (Some(user.account_id) != self.me)
                    .then(|| self.send(ServerContent::Join { user, ice_servers: Vec::new() }))
            }
            "on.participantLeave" => {
                let account_id = frame.data::<roster::Left>()?.participant_id;
                self.users.remove(&account_id);
                self.subscriptions.retain(|one| one.feed.account_id != account_id);
                Some(self.send(ServerContent::Leave { account_id }))
            }
            "on.participantMute" => {
                let changed: sound::MicrophoneChanged = frame.data()?;
                self.change(changed.participant_id, |user| user.audio = changed.microphone == Microphone::On)
            }
            "on.participantCamera" => {
                let changed: video::CameraChanged = frame.data()?;
                self.change(changed.participant_id, |user| user.show(changed.camera))
            }
            "on.participantScreen" => {
                let changed: showing::ScreenChanged = frame.data()?;
                self.change(changed.participant_id, |user| user.screen = changed.screen)
            }
            "on.participantRename" => {
                let changed: roster::Renamed = frame.data()?;
                self.change(changed.participant_id, |user| user.name = changed.username)
            }
            "on.sessionTerminate" => Some(self.send(ServerContent::End {})),
            // It may offer again.
            "on.mediaEnd" => Some(self.refuse("OFFER", Refusal::NoMedia.into())),
            "on.refused" => Some(self.send(ServerContent::Error { error: frame.data()?, packet: None })),
            // The rest of a lesson, such as its chat, has no packet.
            _ => None,
        }
    }

    fn change(&mut self, who: ParticipantId, change: impl FnOnce(&mut User)) -> Option<Step> {
        let user = self.users.get_mut(&who)?;
        let before = user.clone();
        change(user);
        let user = user.clone();
        (user != before).then(|| self.send(ServerContent::MeetingUsers { all: false, users: vec![user] }))
    }
}

fn name(content: &ClientContent) -> &'static str {
    match content {
        ClientContent::Init { .. } => "INIT",
        ClientContent::Join {} => "JOIN",
        ClientContent::Leave {} => "LEAVE",
        ClientContent::End {} => "END",
        ClientContent::Offer { .. } => "OFFER",
        ClientContent::Subscribe { .. } => "SUBSCRIBE",
        ClientContent::Unsubscribe { .. } => "UNSUBSCRIBE",
        ClientContent::UnsubSub { .. } => "UNSUB_SUB",
        ClientContent::RecordJoin {} => "RECORD_JOIN",
    }
}

/// Whether a session description has a section of audio that sends. One without a direction does (RFC 8866, 6.7).
fn sends_audio(sdp: &str) -> bool {
    sdp.split("\nm=").skip(1).any(|section| {
        let silent = |line: &str| matches!(line.trim_end(), "a=recvonly" | "a=inactive");
        section.starts_with("audio") && !section.lines().any(silent)
    })
}

#[cfg(test)]
mod tests;
