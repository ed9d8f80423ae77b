//! The lists of a room's features. A feature has a file of its name in `protocol`, `room/state` and, if it keeps something,
//! `db`; its line here composes them into the protocol, the room and the journal.

/// Calls a macro with every feature: its module, and its variant in composed enums. Each has a `Request` and an `Event` in
/// `protocol`, and a type of the variant's name in `room::state` that implements `Feature`.
macro_rules! with_features {
    ($then:ident) => {
        $then! {
            board: Board,
            chat: Chat,
            hand_in: HandIn,
            hands: Hands,
            moderation: Moderation,
            pointer: Pointer,
            poll: Poll,
            screen: Screen,
            quiz: Quiz,
            reactions: Reactions,
            showing: Showing,
            sound: Sound,
            speaking: Speaking,
            video: Video,
        }
    };
}

/// Calls a macro with the features that have a part in a snapshot: a `View` in `protocol`. A part that is the same for everyone
/// in the room is `common`, and serialised once for all of them; one that depends on the receiver is `own`.
macro_rules! with_views {
    ($then:ident) => {
        $then! {
            common: [board, chat, screen, sound],
            own: [hand_in, moderation, poll, quiz, showing, speaking],
        }
    };
}

/// Calls a macro with the features that keep something: a `Record` in `db`. The journal writes a batch in this order, so
/// that a row comes after those that it refers to.
macro_rules! with_records {
    ($then:ident) => {
        $then! {
            moderation: Moderation,
            board: Board,
            chat: Chat,
            hand_in: HandIn,
            poll: Poll,
            screen: Screen,
            quiz: Quiz,
            showing: Showing,
            sound: Sound,
        }
    };
}

pub(crate) use {with_features, with_records, with_views};
