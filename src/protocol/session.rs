//! The lesson itself: coming in, starting, ending, who is there.

use super::{
    event::{Error, Nothing, events, requests},
    roster::{self, Snapshot},
};

requests! {
    /// The first message: come in by a code.
    "on.sessionJoin" => Join(roster::SessionJoin) -> roster::Joined,
    /// The teacher starts the lesson.
    "on.sessionCreate" => Start(Nothing),
    /// The teacher ends it for all.
    "on.sessionTerminate" => End(Nothing),
    /// Leave for good, rather than by a lost connection.
    "on.participantLeave" => Leave(Nothing),
    /// The whole room anew, after a gap in `seq`.
    "on.snapshot" => Snapshot(Nothing) -> Snapshot,
}

events! {
    /// One who waited is in: the room.
    "on.sessionEnter" => Enter(Box<Snapshot>),
    /// The lesson has started. Those who are let in at once also get `on.sessionEnter`.
    "on.sessionCreate" => Start(Nothing),
    /// The lesson has ended; the connection closes.
    "on.sessionTerminate" => End(Nothing),
    "on.participantJoin" => Join(Box<roster::Participant>),
    "on.participantLeave" => Leave(roster::Left),
    "on.participantConnection" => Connection(roster::ConnectionChanged),
    /// Someone looks different from now on.
    "on.participantAvatar" => Avatar(Box<roster::AvatarChanged>),
    /// Someone has another name from now on, in what they have said, too.
    "on.participantRename" => Rename(roster::Renamed),
    /// A frame without an id was refused.
    "on.refused" => Refused(Error),
    /// The server is about to restart: come back with `resume` after the connection closes.
    "on.serverRestart" => Restart(Nothing),
}
