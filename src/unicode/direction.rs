//! Keeps the direction of a name to the name.

use std::borrow::Cow;

/// First Strong Isolate and Pop Directional Isolate (UAX #9): what stands between them has its own direction.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// The letters of scripts that are written from right to left, and the overrides.
fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202b}' | '\u{202e}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// The text with marks that isolate its direction, if part of it is written from right to left: within a sentence it would
/// otherwise move the words and numbers around it.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_right_to_left) {
        Cow::Owned(format!("{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_from_right_to_left_is_isolated() {
        assert_eq!(isolated("Ζωή 🦉"), "Ζωή 🦉");
        assert_eq!(isolated("שלום 2"), "\u{2068}שלום 2\u{2069}");
    }
}
