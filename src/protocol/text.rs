//! Validates what people write: names, messages, titles.

use crate::{
    error::Refusal,
    unicode::{self, CharUse},
};

pub const NAME_LIMIT: usize = 40;
pub const MESSAGE_LIMIT: usize = 2000;
pub const TITLE_LIMIT: usize = 200;
pub const DESCRIPTION_LIMIT: usize = 5000;
pub const SERIES_LIMIT: usize = 60;
pub const CAPTION_LIMIT: usize = 500;
pub const BODY_LIMIT: usize = 5000;
pub const ANSWER_LIMIT: usize = 200;
pub const BOARD_NAME_LIMIT: usize = 60;

/// How many bytes a text may have for each of its letters: one to four of its own, and what is invisible beside it.
const BYTES: usize = 16;

/// A person's name: trimmed, inner white space collapsed, 1 to 40 letters. Marks that copying brings along are removed. Other
/// characters that show nothing are refused: with them a name could pose as another.
///
/// # Errors
/// [`Refusal::NameEmpty`], [`Refusal::NameTooLong`], [`Refusal::NameBad`].
pub fn name(raw: &str) -> Result<String, Refusal> {
    if raw.len() > NAME_LIMIT * BYTES {
        return Err(Refusal::NameTooLong);
    }
    let words = raw.split_whitespace().map(unicode::without_last_non_joiner).collect::<Vec<_>>().join(" ");
    let is_odd = |(_, used)| !matches!(used, CharUse::Needed | CharUse::Redundant);
    // A line break is no space in a name, and a name of braille without dots would look empty.
    let is_bad = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{2800}');
    if raw.contains(is_bad) || unicode::char_uses(&words).any(is_odd) {
        return Err(Refusal::NameBad);
    }
    let name = tidy(&unicode::clean(&words));
    match name.chars().count() {
        0 => Err(Refusal::NameEmpty),
        1..=NAME_LIMIT => Ok(name),
        _ => Err(Refusal::NameTooLong),
    }
}

/// Trimmed, and inner white space collapsed.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cleans a text of several lines, and trims it.
fn lines(raw: &str, limit: usize, too_long: Refusal, bad: Refusal) -> Result<String, Refusal> {
    if raw.len() > limit * BYTES {
        return Err(too_long);
    }
    let cleaned = unicode::clean(raw);
    let text = cleaned.trim();
    if text.chars().nth(limit).is_some() {
        return Err(too_long);
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(bad);
    }
    Ok(text.to_owned())
}

/// The same for a text of one line.
fn line(raw: &str, limit: usize, too_long: Refusal) -> Result<String, Refusal> {
    let text = lines(raw, limit, too_long, Refusal::TextBad)?;
    if text.contains(char::is_control) { Err(Refusal::TextBad) } else { Ok(text) }
}

/// A message of the chat: cleaned and trimmed, 1 to 2,000 letters, line breaks and tabs allowed.
///
/// # Errors
/// [`Refusal::MessageEmpty`], [`Refusal::MessageTooLong`], [`Refusal::MessageBad`].
pub fn message(raw: &str) -> Result<String, Refusal> {
    let text = lines(raw, MESSAGE_LIMIT, Refusal::MessageTooLong, Refusal::MessageBad)?;
    if text.is_empty() { Err(Refusal::MessageEmpty) } else { Ok(text) }
}

/// What is written on a whiteboard: cleaned and trimmed, line breaks and tabs allowed; it may be empty.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::TextBad`].
pub fn drawn(raw: &str, limit: usize) -> Result<String, Refusal> {
    lines(raw, limit, Refusal::TooLarge, Refusal::TextBad)
}

/// The name of a whiteboard: one line, cleaned and trimmed, at most 60 letters, possibly empty.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::TextBad`].
pub fn board_name(raw: &str) -> Result<String, Refusal> {
    line(raw, BOARD_NAME_LIMIT, Refusal::TooLarge)
}

/// A title: one line, cleaned and trimmed, 1 to 200 letters.
///
/// # Errors
/// [`Refusal::TitleEmpty`], [`Refusal::TitleTooLong`], [`Refusal::TextBad`].
pub fn title(raw: &str) -> Result<String, Refusal> {
    let title = line(raw, TITLE_LIMIT, Refusal::TitleTooLong)?;
    if title.is_empty() { Err(Refusal::TitleEmpty) } else { Ok(title) }
}

/// The name of a series: one line, cleaned and trimmed, inner white space collapsed, at most 60 letters; `None` if it is empty.
///
/// # Errors
/// [`Refusal::SeriesTooLong`], [`Refusal::TextBad`].
pub fn series(raw: &str) -> Result<Option<String>, Refusal> {
    // Spaces between words do not count.
    let name = tidy(&line(raw, SERIES_LIMIT * BYTES, Refusal::SeriesTooLong)?);
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
    let separates = |c: char| matches!(c, ' ' | '\u{a0}' | '-' | '\u{2010}' | '\u{2011}') || unicode::is_invisible(c);
    let number: String = raw.chars().filter(|c| !separates(*c)).collect();
    if number.is_empty() {
        return Ok(None);
    }
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let fits = (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(Some(number)) } else { Err(Refusal::PhoneBad) }
}

/// A description: cleaned and trimmed, at most 5,000 letters, its line breaks as `\n`.
///
/// # Errors
/// [`Refusal::DescriptionTooLong`], [`Refusal::TextBad`].
pub fn description(raw: &str) -> Result<String, Refusal> {
    lines(raw, DESCRIPTION_LIMIT, Refusal::DescriptionTooLong, Refusal::TextBad)
}

/// A caption of an image, or an answer of a quiz: one line, cleaned and trimmed, at most 500 letters, possibly empty.
///
/// # Errors
/// [`Refusal::CaptionTooLong`], [`Refusal::TextBad`].
pub fn caption(raw: &str) -> Result<String, Refusal> {
    line(raw, CAPTION_LIMIT, Refusal::CaptionTooLong)
}

/// A short answer to a question: one line, cleaned and trimmed, 1 to 200 letters.
///
/// # Errors
/// [`Refusal::AnswerUnfit`] for an empty one, [`Refusal::AnswerTooLong`], [`Refusal::TextBad`].
pub fn short_answer(raw: &str) -> Result<String, Refusal> {
    let answer = line(raw, ANSWER_LIMIT, Refusal::AnswerTooLong)?;
    if answer.is_empty() { Err(Refusal::AnswerUnfit) } else { Ok(answer) }
}

/// The name of a file, for display: no path, nothing invisible, at most 120 letters. A bad name is no reason to refuse a file.
pub fn file_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = unicode::clean(last).chars().filter(|c| !c.is_control()).take(120).collect();
    if shown.trim().is_empty() { "file".to_owned() } else { shown.trim().to_owned() }
}

/// A longer text: cleaned and trimmed, 1 to 5,000 letters, its line breaks as `\n`.
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
    fn names_are_taken_as_people_write_them() {
        for written in
            ["ශ්‍රී", "👩‍🚀 Zoe", "അവന്‍", "می‌خواهم", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Tom"]
        {
            assert_eq!(name(written).as_deref(), Ok(written), "{written:?}");
            assert_eq!(title(written).as_deref(), Ok(written), "{written:?}");
            assert_eq!(series(written).map(Option::unwrap_or_default).as_deref(), Ok(written), "{written:?}");
            assert_eq!(message(written).as_deref(), Ok(written), "{written:?}");
        }
    }

    #[test]
    fn pasted_text_is_cleaned() {
        for (pasted, kept) in [
            ("\u{feff}Anna\u{200b}", "Anna"),
            ("שלום\u{200f}", "שלום"),
            ("\u{2068}Anna B\u{2069}", "Anna B"),
            ("علی\u{200c} رضا", "علی رضا"),
        ] {
            assert_eq!(name(pasted).as_deref(), Ok(kept), "{pasted:?}");
            assert_eq!(message(&pasted.replace('\u{200c}', "")).as_deref(), Ok(kept), "{pasted:?}");
        }
        assert_eq!(message("a\u{200b}b").as_deref(), Ok("ab"));
        assert_eq!(message("a\r\nb").as_deref(), Ok("a\nb"));
        assert_eq!(message("\u{200d}\u{200b}"), Err(Refusal::MessageEmpty));
        assert_eq!(title("Frac\u{ad}tions\u{202c}").as_deref(), Ok("Fractions"));
        assert_eq!(caption("\u{feff}A cone").as_deref(), Ok("A cone"));
        assert_eq!(body("one\u{2028}two").as_deref(), Ok("one\ntwo"));
        assert_eq!(phone("\u{202a}+30 2101234567\u{202c}"), Ok(Some("+302101234567".to_owned())));
    }

    #[test]
    fn a_file_name_is_cleaned_for_display() {
        for (raw, tidy) in [
            ("holiday.jpg", "holiday.jpg"),
            ("C:\\pictures\\..\\Ζωή 1.jpg", "Ζωή 1.jpg"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202e}gpj.exe\0", "agpj.exe"),
            (" ", "file"),
            ("", "file"),
        ] {
            assert_eq!(file_name(raw), tidy, "{raw:?}");
        }
        assert_eq!(file_name(&"ä".repeat(500)).chars().count(), 120);
    }

    #[test]
    fn names_with_invisible_or_misleading_characters_are_refused() {
        assert_eq!(name(" \t"), Err(Refusal::NameBad));
        assert_eq!(name("   "), Err(Refusal::NameEmpty));
        assert_eq!(name("a\u{202e}nna"), Err(Refusal::NameBad));
        assert_eq!(name("\u{0}"), Err(Refusal::NameBad));
        assert_eq!(name("\u{3164}"), Err(Refusal::NameBad), "a letter that shows nothing");
        assert_eq!(name("Ms Galani\u{ad}"), Err(Refusal::NameBad));
        assert_eq!(name("\u{2800}"), Err(Refusal::NameBad), "braille without dots");
        assert_eq!(name("Zoe\n"), Err(Refusal::NameBad));
        assert_eq!(name("Anna\u{fe0f}").as_deref(), Ok("Anna"), "a letter has one look");
        assert_eq!(name("Anna\u{e0041}"), Err(Refusal::NameBad));
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
        assert_eq!(title("one\u{2028}two"), Err(Refusal::TextBad));
        assert_eq!(title("pasted\r\n").as_deref(), Ok("pasted"));
        assert_eq!(title(&"é".repeat(201)), Err(Refusal::TitleTooLong));
        assert_eq!(description("one\r\n\ttwo\n").as_deref(), Ok("one\n\ttwo"));
        assert_eq!(description("").as_deref(), Ok(""));
        assert_eq!(description("\0"), Err(Refusal::TextBad));
        assert_eq!(description(&"é".repeat(5001)), Err(Refusal::DescriptionTooLong));
    }
}
