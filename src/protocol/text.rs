//! Validates what people write: names, messages, titles.

use crate::error::Refusal;

pub const NAME_LIMIT: usize = 40;
pub const MESSAGE_LIMIT: usize = 2000;
pub const TITLE_LIMIT: usize = 200;
pub const DESCRIPTION_LIMIT: usize = 5000;
pub const SERIES_LIMIT: usize = 60;
pub const CAPTION_LIMIT: usize = 500;
pub const BODY_LIMIT: usize = 5000;

/// Control characters, and invisible marks that change the direction of text: with them a name could pose as another.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Characters that show nothing without being white space: a name of them would look empty.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Persian and the scripts of India use it within words: after their own letters it is part of the spelling.
const NON_JOINER: char = '\u{200c}';

fn takes_non_joiner(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' | '\u{900}'..='\u{d7f}')
}

/// A person's name: trimmed, inner white space collapsed, 1 to 40 letters, nothing invisible.
///
/// # Errors
/// [`Refusal::NameEmpty`], [`Refusal::NameTooLong`], [`Refusal::NameBad`].
pub fn name(raw: &str) -> Result<String, Refusal> {
    if raw.len() > NAME_LIMIT * 16 {
        return Err(Refusal::NameTooLong);
    }
    let mut before = None;
    for c in raw.chars() {
        if is_invisible(c) || is_forbidden(c) && !(c == NON_JOINER && before.is_some_and(takes_non_joiner)) {
            return Err(Refusal::NameBad);
        }
        before = Some(c);
    }
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Refusal::NameEmpty),
        1..=NAME_LIMIT => Ok(name),
        _ => Err(Refusal::NameTooLong),
    }
}

/// A message of the chat: trimmed, 1 to 2,000 letters, line breaks and tabs allowed. Emoji keep their joiners.
///
/// # Errors
/// [`Refusal::MessageEmpty`], [`Refusal::MessageTooLong`], [`Refusal::MessageBad`].
pub fn message(raw: &str) -> Result<String, Refusal> {
    let raw = raw.trim();
    if raw.chars().nth(MESSAGE_LIMIT).is_some() {
        return Err(Refusal::MessageTooLong);
    }
    if raw.chars().any(|c| is_forbidden(c) && !matches!(c, '\n' | '\t' | '\u{200d}' | '\u{200c}')) {
        return Err(Refusal::MessageBad);
    }
    if raw.is_empty() { Err(Refusal::MessageEmpty) } else { Ok(raw.to_owned()) }
}

/// A title: one line, trimmed, 1 to 200 letters.
///
/// # Errors
/// [`Refusal::TitleEmpty`], [`Refusal::TitleTooLong`], [`Refusal::TextBad`].
pub fn title(raw: &str) -> Result<String, Refusal> {
    let title = raw.trim();
    if title.chars().nth(TITLE_LIMIT).is_some() {
        return Err(Refusal::TitleTooLong);
    }
    if title.chars().any(|c| is_forbidden(c) && c != '\u{200d}') {
        return Err(Refusal::TextBad);
    }
    if title.is_empty() { Err(Refusal::TitleEmpty) } else { Ok(title.to_owned()) }
}

/// The name of a series: one line, trimmed, inner white space collapsed, at most 60 letters; `None` if it is empty.
///
/// # Errors
/// [`Refusal::SeriesTooLong`], [`Refusal::TextBad`].
pub fn series(raw: &str) -> Result<Option<String>, Refusal> {
    if raw.len() > SERIES_LIMIT * 16 {
        return Err(Refusal::SeriesTooLong);
    }
    if raw.chars().any(|c| is_forbidden(c) && c != '\u{200d}') {
        return Err(Refusal::TextBad);
    }
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > SERIES_LIMIT {
        return Err(Refusal::SeriesTooLong);
    }
    Ok(Some(name).filter(|name| !name.is_empty()))
}

/// A phone number: 6 to 15 digits, optionally after a plus (E.164), without the spaces and hyphens between them; `None` if it is
/// empty.
///
/// # Errors
/// [`Refusal::PhoneBad`].
pub fn phone(raw: &str) -> Result<Option<String>, Refusal> {
    if raw.len() > 100 {
        return Err(Refusal::PhoneBad);
    }
    let number: String = raw.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '\u{2010}' | '\u{2011}')).collect();
    if number.is_empty() {
        return Ok(None);
    }
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let fits = (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(Some(number)) } else { Err(Refusal::PhoneBad) }
}

/// A description: trimmed, at most 5,000 letters, its line breaks as `\n`.
///
/// # Errors
/// [`Refusal::DescriptionTooLong`], [`Refusal::TextBad`].
pub fn description(raw: &str) -> Result<String, Refusal> {
    // A form sends line breaks as two characters, which nobody typed.
    let text = raw.trim().replace("\r\n", "\n");
    if text.chars().nth(DESCRIPTION_LIMIT).is_some() {
        return Err(Refusal::DescriptionTooLong);
    }
    if text.chars().any(|c| is_forbidden(c) && !matches!(c, '\n' | '\t' | '\u{200d}' | '\u{200c}')) {
        return Err(Refusal::TextBad);
    }
    Ok(text)
}

/// A caption of an image, or an answer of a quiz: one line, trimmed, at most 500 letters, possibly empty.
///
/// # Errors
/// [`Refusal::CaptionTooLong`], [`Refusal::TextBad`].
pub fn caption(raw: &str) -> Result<String, Refusal> {
    let words = raw.trim();
    if words.chars().nth(CAPTION_LIMIT).is_some() {
        return Err(Refusal::CaptionTooLong);
    }
    if words.chars().any(|c| is_forbidden(c) && !matches!(c, '\u{200d}' | '\u{200c}')) {
        return Err(Refusal::TextBad);
    }
    Ok(words.to_owned())
}

/// A longer text: trimmed, 1 to 5,000 letters, its line breaks as `\n`.
///
/// # Errors
/// [`Refusal::BodyEmpty`], [`Refusal::BodyTooLong`], [`Refusal::TextBad`].
pub fn body(raw: &str) -> Result<String, Refusal> {
    match description(raw) {
        Ok(text) if text.is_empty() => Err(Refusal::BodyEmpty),
        Err(Refusal::DescriptionTooLong) => Err(Refusal::BodyTooLong),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_its_spaces_collapsed() {
        assert_eq!(name("  Maria \u{a0} Papadaki ").as_deref(), Ok("Maria Papadaki"));
        assert_eq!(name("Ζωή 🦉").as_deref(), Ok("Ζωή 🦉"));
    }

    #[test]
    fn only_persian_and_indic_names_keep_non_joiners() {
        assert_eq!(name("نام\u{200c}آور").as_deref(), Ok("نام\u{200c}آور"));
        for wrong in ["An\u{200c}na", "\u{200c}نام", "نام\u{200c}\u{200c}آور"] {
            assert_eq!(name(wrong), Err(Refusal::NameBad), "{wrong:?}");
        }
    }

    #[test]
    fn names_with_invisible_or_misleading_characters_are_refused() {
        assert_eq!(name(" \t"), Err(Refusal::NameBad));
        assert_eq!(name("   "), Err(Refusal::NameEmpty));
        assert_eq!(name("a\u{202e}nna"), Err(Refusal::NameBad));
        assert_eq!(name("\u{0}"), Err(Refusal::NameBad));
        assert_eq!(name("\u{3164}"), Err(Refusal::NameBad), "a letter that shows nothing");
        assert_eq!(name("Ms Galani\u{ad}"), Err(Refusal::NameBad));
        assert_eq!(name(&"a".repeat(41)), Err(Refusal::NameTooLong));
        assert_eq!(name(&"a".repeat(10_000)), Err(Refusal::NameTooLong));
    }

    #[test]
    fn a_message_keeps_its_line_breaks() {
        assert_eq!(message(" one\ntwo ").as_deref(), Ok("one\ntwo"));
        assert_eq!(message("👩\u{200d}🚀").as_deref(), Ok("👩\u{200d}🚀"));
        assert_eq!(message("\n \n"), Err(Refusal::MessageEmpty));
        assert_eq!(message(&"é".repeat(2000)).map(|m| m.chars().count()), Ok(2000));
        assert_eq!(message(&"é".repeat(2001)), Err(Refusal::MessageTooLong));
        assert_eq!(message("a\u{7}"), Err(Refusal::MessageBad));
    }

    #[test]
    fn a_series_name_is_trimmed_and_may_be_empty() {
        assert_eq!(series("  Planet   Earth ").map(Option::unwrap_or_default).as_deref(), Ok("Planet Earth"));
        assert_eq!(series("  "), Ok(None));
        assert_eq!(series("a\u{7}b"), Err(Refusal::TextBad));
        assert_eq!(series(&"é".repeat(61)), Err(Refusal::SeriesTooLong));
        assert_eq!(series(&"a".repeat(5000)), Err(Refusal::SeriesTooLong));
    }

    #[test]
    fn a_phone_number_loses_its_separators() {
        for (written, kept) in [
            ("+30 210-123 4567", "+302101234567"),
            (" 2101 234567 ", "2101234567"),
            ("+4930\u{a0}123456", "+4930123456"),
        ] {
            assert_eq!(phone(written), Ok(Some(kept.to_owned())));
        }
        assert_eq!((phone(""), phone(" - ")), (Ok(None), Ok(None)));
        for wrong in
            ["+", "12345", "+1234567890123456", "0800 FLOWERS", "12+345678", "++3021012345", "٠١٢٣٤٥٦", "<b>1234567"]
        {
            assert_eq!(phone(wrong), Err(Refusal::PhoneBad), "{wrong:?}");
        }
        assert_eq!(phone(&"1 ".repeat(60)), Err(Refusal::PhoneBad));
    }

    #[test]
    fn a_title_is_one_line_and_a_description_may_have_several() {
        assert_eq!(title(" Fractions ").as_deref(), Ok("Fractions"));
        assert_eq!(title(" "), Err(Refusal::TitleEmpty));
        assert_eq!(title("one\ntwo"), Err(Refusal::TextBad));
        assert_eq!(title(&"é".repeat(201)), Err(Refusal::TitleTooLong));
        assert_eq!(description("one\r\n\ttwo\n").as_deref(), Ok("one\n\ttwo"));
        assert_eq!(description("").as_deref(), Ok(""));
        assert_eq!(description("\0"), Err(Refusal::TextBad));
        assert_eq!(description(&"é".repeat(5001)), Err(Refusal::DescriptionTooLong));
    }
}
