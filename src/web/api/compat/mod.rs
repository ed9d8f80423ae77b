//! Accounts in the words of the other designs whose clients this server accepts (docs/adr/0016).

pub mod meetings;
pub mod video_conference;
pub mod watch_party;
