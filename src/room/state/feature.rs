//! The contract of a feature of the room. ARCHITECTURE.md has the recipe, `src/features.rs` the list.

use super::Context;
use crate::{access::RoomAct, error::Refusal, ids::ParticipantId};

/// One feature: its state is a field of [`Features`](super::Features), its rules work on the whole room.
///
/// What must survive a crash is one type, [`Self::Record`]. [`request`](Self::request) validates and passes a record to
/// [`Context::persist`]; once the journal has committed it, [`committed`](Self::committed) applies it and sends events. A room that
/// opens again applies its records again: [`restored`](Self::restored).
pub trait Feature {
    /// What clients may request: the protocol's type.
    type Request;
    /// What is written; [`Never`] if nothing is.
    type Record;

    /// The line of the table of permissions that decides whether `by` may ask this.
    fn act(by: ParticipantId, request: &Self::Request) -> RoomAct;

    /// Carries out a request. It validates everything first: nothing can fail after the first change.
    ///
    /// # Errors
    /// The refusal; then nothing has changed.
    fn request(cx: &mut Context, by: ParticipantId, request: Self::Request) -> Result<(), Refusal>;

    /// Applies a record that was committed, and sends events. A change that took effect with the request does nothing here.
    fn committed(cx: &mut Context, record: Self::Record);

    /// Applies a record while a room opens again. Nobody is there to receive events.
    fn restored(cx: &mut Context, record: Self::Record) {
        Self::committed(cx, record);
    }

    /// Undoes what waited for a record that could not be written.
    fn failed(_cx: &mut Context, _record: Self::Record) {}

    /// Sends what has changed since the last tick: called once a tick after [`Context::stale`].
    fn refresh(_cx: &mut Context) {}

    /// Someone left the room for good.
    fn left(_cx: &mut Context, _who: ParticipantId) {}
}

/// The record of a feature that writes nothing: it has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {}
