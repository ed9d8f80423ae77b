//! The texts of pages, mails and lessons: one folder per language in `texts`, in Project Fluent's format, so that others can add
//! languages (docs/adr/0019). The client reads the same files. A text that a language lacks appears in English.

use std::sync::LazyLock;

use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use rust_embed::RustEmbed;

pub use fluent_bundle::{FluentArgs as Args, FluentValue as Arg};

use crate::{error::Refusal, unicode};

#[derive(RustEmbed)]
#[folder = "texts"]
struct Files;

type Bundle = FluentBundle<FluentResource>;

/// A language of pages, mails and lessons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    code: &'static str,
    name: &'static str,
}

impl Language {
    pub const ENGLISH: Self = Self { code: "en", name: "English" };

    /// All languages. A new one is a folder in `texts` and a line here.
    pub const ALL: &'static [Self] = &[Self::ENGLISH, Self { code: "el", name: "Ελληνικά" }];

    /// The value of `lang` in HTML (BCP 47).
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The language's own name.
    pub fn name(self) -> &'static str {
        self.name
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.code == code)
    }

    /// A text without variables.
    pub fn text(self, key: &str) -> String {
        self.tell(key, &Args::new())
    }

    /// A text with these variables: in this language or, if it lacks the text, in English. A variable that is written from
    /// right to left keeps its direction to itself.
    pub fn tell(self, key: &str, args: &Args<'_>) -> String {
        let isolated = args.iter().map(|(name, value)| match value {
            Arg::String(text) => (name, Arg::String(unicode::isolated(text))),
            other => (name, other.clone()),
        });
        self.find(key, &isolated.collect()).unwrap_or_else(|| {
            tracing::error!(key, "there is no such text");
            key.to_owned()
        })
    }

    /// A text as HTML. Markup in the text stays; the values of variables are escaped.
    pub fn marked(self, key: &str, args: &Args<'_>) -> String {
        let escaped = args.iter().map(|(name, value)| match value {
            Arg::String(text) => (name.to_owned(), Arg::from(escaped(text))),
            other => (name.to_owned(), other.clone()),
        });
        self.tell(key, &escaped.collect())
    }

    /// A text with a count.
    pub fn count(self, key: &str, count: i64) -> String {
        self.tell(key, &[("count", count)].into_iter().collect())
    }

    /// A refusal's text for people. Programs always get English.
    pub fn refusal(self, refusal: Refusal) -> String {
        self.refusal_of(refusal.code(), refusal.message())
    }

    /// The same by its code; `otherwise` for a code without a text.
    pub fn refusal_of(self, code: &str, otherwise: &str) -> String {
        self.find(&format!("refusal-{code}"), &Args::new()).unwrap_or_else(|| otherwise.to_owned())
    }

    fn find(self, key: &str, args: &Args<'_>) -> Option<String> {
        static WORDS: LazyLock<Vec<(Language, Bundle)>> =
            LazyLock::new(|| Language::ALL.iter().map(|language| (*language, read(*language))).collect());
        let say = |wanted: Language| {
            let (_, bundle) = WORDS.iter().find(|(language, _)| *language == wanted)?;
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
            if !errors.is_empty() {
                tracing::error!(key, language = wanted.code, ?errors, "a text lacks a variable");
            }
            Some(text)
        };
        say(self).or_else(|| say(Self::ENGLISH))
    }
}

/// Escapes text for HTML, also inside quotation marks.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

fn read(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language.code.parse().expect("a language has a BCP 47 code")]);
    // All languages are written from left to right: marks around each variable would only disturb. `tell` isolates those that
    // need it.
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.split('/').next() == Some(language.code)) {
        let Some(file) = Files::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
            tracing::error!(%path, ?errors, "some of the texts cannot be read");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%path, ?errors, "two texts have the same key");
        }
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn greek() -> Language {
        Language::parse("el").expect("there is Greek")
    }

    #[test]
    fn each_language_has_its_own_texts_and_plural_rules() {
        assert_eq!(Language::ENGLISH.text("sign-in"), "Sign in");
        assert_eq!(greek().text("sign-in"), "Σύνδεση");
        for (count, english, in_greek) in
            [(0, "0 people", "0 άτομα"), (1, "1 person", "1 άτομο"), (21, "21 people", "21 άτομα")]
        {
            assert_eq!(Language::ENGLISH.count("people-count", count), english);
            assert_eq!(greek().count("people-count", count), in_greek);
        }
    }

    #[test]
    fn missing_texts_fall_back_to_english() {
        let unwritten = Language { code: "xx", name: "" };
        assert_eq!(unwritten.text("sign-in"), "Sign in");
        assert_eq!(unwritten.refusal(Refusal::RoomFull), "The room is full.");
        assert_eq!(greek().refusal_of("no_such_code", "Not today."), "Not today.");
        assert_eq!(greek().text("no-such-text"), "no-such-text");
        // Without its variable, a text still shows the rest.
        assert!(greek().text("confirm-whose").contains("<strong>"));
    }

    #[test]
    fn names_from_right_to_left_move_no_words_around_them() {
        let says = |name: &str| Language::ENGLISH.tell("person-waits", &[("name", name)].into_iter().collect());
        assert!(says("שלום").contains("\u{2068}שלום\u{2069}"), "{}", says("שלום"));
        assert!(!says("Zoë").contains('\u{2068}'));
    }

    #[test]
    fn variables_are_escaped_in_marked_texts() {
        let args: Args<'_> = [("username", "<a>"), ("email", "a&b")].into_iter().collect();
        assert_eq!(
            Language::ENGLISH.marked("profile-sign-in-as", &args),
            "You sign in with <strong>&lt;a&gt;</strong> or a&amp;b."
        );
    }
}
