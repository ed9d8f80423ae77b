//! A part of an experience for a template: what it shows, and its name.

use minijinja::{Value, context};

use super::poll_fields;
use crate::{
    domain::{
        content::{Item, Part},
        markdown,
    },
    texts::Language,
    web::api::files::url,
};

/// The longest name of a part that is a text or a quiz, in letters.
const PART_TITLE: usize = 60;

/// The name of a part: of its file, its question, or the beginning of its text.
fn part_title(part: &Part) -> String {
    match part {
        Part::File(upload) => upload.name.clone(),
        Part::Quiz(quiz) => shortened(&quiz.question),
        Part::Poll(question) => shortened(&question.question),
        Part::Text(text) => {
            let first = text.lines().map(|line| line.trim_matches(|c: char| "#*_>- ".contains(c)));
            shortened(first.into_iter().find(|line| !line.is_empty()).unwrap_or_default())
        }
    }
}

fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(PART_TITLE).collect();
    if letters.next().is_some() { format!("{}…", start.trim_end()) } else { start }
}

/// A part for the template; with the right answer only for people who may know it.
pub fn part_values(language: Language, item: &Item, knows: bool) -> Value {
    let (id, title) = (item.id.to_string(), part_title(&item.part));
    match &item.part {
        Part::File(upload) => {
            let small = upload.thumbnail.thumbnail.as_deref();
            context! {
                id,
                title,
                kind => upload.kind().as_str(),
                name => upload.name.as_str(),
                url => url(&upload.file),
                thumbnail => small.map(url),
                width => upload.thumbnail.thumbnail_width,
                height => upload.thumbnail.thumbnail_height,
                alternative_text => upload.alternative_text.as_str(),
                caption => upload.caption.as_str(),
                size => size(language, u64::try_from(upload.size).unwrap_or(0)),
            }
        }
        Part::Text(text) => context! { id, title, kind => "text", text, html => markdown::html(text) },
        Part::Quiz(quiz) => context! {
            id,
            title,
            kind => "quiz",
            question => quiz.question.as_str(),
            options => quiz.options.clone(),
            answer => knows.then_some(quiz.answer),
        },
        Part::Poll(question) => poll_fields::values(language, &id, &title, question, knows),
    }
}

/// A size in words: "1.4 MB".
pub fn size(language: Language, bytes: u64) -> String {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let (kilo, mega) = (bytes / 1_000, bytes / 1_000_000);
    match bytes {
        0..1_000 => language.count("size-bytes", bytes),
        1_000..1_000_000 => language.count("size-kb", kilo),
        1_000_000..100_000_000 => {
            let args = [("count", mega), ("tenths", kilo % 1_000 / 100)];
            language.tell("size-mb-tenths", &args.into_iter().collect())
        }
        100_000_000..10_000_000_000 => language.count("size-mb", mega),
        _ => language.count("size-gb", mega / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_by_their_beginning() {
        let text = |text: &str| part_title(&Part::Text(text.to_owned()));
        assert_eq!(text("\n## *Magma* and lava\n\nIt is hot."), "Magma* and lava");
        assert_eq!(text("  "), "");
        assert_eq!(text(&"a".repeat(61)), format!("{}…", "a".repeat(60)));
    }
}
