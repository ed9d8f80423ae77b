//! What one node asks another about its rooms.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    access::Author, error::Refusal, ids::SessionId, media::stats::PeerStats, protocol::roster::Outsider,
    room::actor::stats::RoomStats,
};

/// A request with an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", content = "about", rename_all = "snake_case")]
pub enum Request {
    /// Starts the lesson.
    Start { session: SessionId, by: Author },
    /// Ends the lesson for everyone in it. Without a choice, the lesson's own setting says whether chat and answers are kept.
    End { session: SessionId, by: Author, keep_chat: Option<bool> },
    /// Counts the people in each room of the node.
    Count,
    /// Returns the audio quality of each participant in a room.
    Sound { session: SessionId },
    /// Returns the people who wait for a lesson.
    Waiting { session: SessionId },
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "is", rename_all = "snake_case")]
pub enum Answer {
    /// The request is done, and its records are written.
    Done,
    Refused(Refusal),
    Counted(Vec<RoomLoad>),
    Sound(Vec<ParticipantAudio>),
    Waiting(Vec<Outsider>),
}

/// The load of one room.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomLoad {
    pub session: SessionId,
    pub stats: RoomStats,
    /// How long a message waits before the room reads it.
    pub answered_in: Duration,
    /// How many participants have audio.
    pub peers: usize,
}

/// A participant with audio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParticipantAudio {
    pub name: String,
    pub stats: PeerStats,
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::ids::{ParticipantId, PersonId};

    fn read_back<T: Serialize + DeserializeOwned>(value: &T) -> T {
        serde_json::from_str(&serde_json::to_string(value).expect("it is JSON")).expect("it reads back")
    }

    #[test]
    fn requests_and_answers_survive_serialisation() {
        let session = SessionId::fresh();
        let by = Author { person: PersonId::fresh(), from: Some([192, 0, 2, 1].into()) };
        for request in [
            Request::Start { session, by },
            Request::End { session, by, keep_chat: Some(true) },
            Request::Count,
            Request::Sound { session },
            Request::Waiting { session },
        ] {
            assert_eq!(read_back(&request), request);
        }
        let load = RoomLoad { session, stats: RoomStats::default(), answered_in: Duration::from_millis(3), peers: 2 };
        let waits = Outsider { participant_id: ParticipantId::fresh(), username: "Ana".to_owned(), guest: true };
        let answers =
            [Answer::Done, Answer::Counted(vec![load]), Answer::Sound(Vec::new()), Answer::Waiting(vec![waits])];
        for answer in answers {
            assert_eq!(read_back(&answer), answer);
        }
        for refusal in Refusal::ALL {
            assert_eq!(read_back(&Answer::Refused(*refusal)), Answer::Refused(*refusal));
        }
    }
}
