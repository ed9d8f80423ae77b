//! Decides who may do what: pure, and the only place that decides it.

pub mod idempotency;
pub mod identity;
pub mod keys;
pub mod link;
pub mod permission;
pub mod personal_link;
pub mod sign_up;

pub use crate::protocol::roster::RoomRole;
pub use idempotency::IdempotencyKey;
pub use identity::{Author, Identity, Role, StreamKind};
pub use keys::{Keys, ResumeClaims, SECRET_LEN};
pub use link::LinkToken;
pub use permission::{RoomAct, SchoolAct, StreamAct, allows, allows_in_room, allows_with_key};
pub use personal_link::PersonalToken;
pub use sign_up::SignUpPolicy;
