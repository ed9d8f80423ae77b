//! What a feature of the room is to the room: the whole contract. ARCHITECTURE.md has the recipe, `src/features.rs` the list.

use super::Context;
use crate::{access::RoomAct, error::Refusal, ids::ParticipantId};

/// One feature: its state is a field of [`Features`](super::Features), its rules work on the whole room.
///
/// What must outlive a crash is one type, [`Self::Record`]. [`request`](Self::request) validates and hands a record to
/// [`Context::keep`]; once the journal has written it, [`committed`](Self::committed) applies it and tells. A room that is
/// opened again is its records again: [`restored`](Self::restored).
pub trait Feature {
    /// What clients may ask: the protocol's type.
    type Request;
    /// What is kept; [`Never`] where nothing is.
    type Record;

    /// The line of the table of permissions that decides whether `by` may ask this.
    fn act(by: ParticipantId, request: &Self::Request) -> RoomAct;

    /// Does what is asked. It validates whole, and then changes: nothing after the first change can fail.
    ///
    /// # Errors
    /// The refusal; then nothing has changed.
    fn request(cx: &mut Context, by: ParticipantId, request: Self::Request) -> Result<(), Refusal>;

    /// Applies a record that is in the database now, and tells. What holds from the request on has nothing to do here.
    fn committed(cx: &mut Context, record: Self::Record);

    /// Applies a record of a room that is opened again. Nobody is there to be told.
    fn restored(cx: &mut Context, record: Self::Record) {
        Self::committed(cx, record);
    }

    /// Gives up what waited for a record that could not be written.
    fn failed(_cx: &mut Context, _record: Self::Record) {}

    /// Tells what has changed since the last tick: called once a tick after [`Context::stale`].
    fn refresh(_cx: &mut Context) {}

    /// Someone has no place in the room any more.
    fn left(_cx: &mut Context, _who: ParticipantId) {}
}

/// The record of a feature that keeps nothing: there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {}
