//! What the Unicode Standard says about text that people write: what shows nothing, what is equal, and which way it is read.

mod clean;
mod direction;
mod fold;

pub use clean::{CharUse, char_uses, clean, is_invisible, without_last_non_joiner};
pub use direction::isolated;
pub use fold::{decomposed, fold, nfc, search_key};
