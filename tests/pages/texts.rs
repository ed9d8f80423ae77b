//! The texts in `texts/`: all languages have the same ones with the same variables, each text is used, and every text that is
//! used exists.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};
use lyceum::{
    access::{Role, SignUpPolicy},
    db::audit::AuditAction,
    error::Refusal,
    protocol::avatar::{Glasses, Hairstyle, Hat, MouthShape},
    texts::Language,
    web::flash::Done,
};

/// The variables and tags of one text.
#[derive(Debug, Default, PartialEq)]
struct Text {
    variables: BTreeSet<String>,
    tags: BTreeSet<String>,
}

impl Text {
    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    let tags = value.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
                    self.tags.extend(tags.map(|(tag, _)| tag.trim_start_matches('/').to_owned()));
                }
                PatternElement::Placeable { expression } => self.read_expression(expression),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                for variant in variants {
                    self.read(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.variables.insert(id.name.to_owned())),
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            other => panic!("a text that refers to others is not one that all languages could have: {other:?}"),
        }
    }
}

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder.
fn files_below(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The texts of a language, each with its file, such as `lesson/chat.ftl`.
fn texts(language: Language) -> BTreeMap<String, (String, Text)> {
    let folder = root("texts").join(language.code());
    let (mut found, mut files) = (BTreeMap::new(), Vec::new());
    files_below(&folder, &mut files);
    for path in files {
        let file = path.strip_prefix(&folder).expect("it is below").to_string_lossy().into_owned();
        let source = read(&path);
        let resource =
            parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut text = Text::default();
                text.read(&message.value.expect("a text says something"));
                let before = found.insert(message.id.name.to_owned(), (file.clone(), text));
                assert!(before.is_none(), "{} stands twice in {}", message.id.name, language.code());
            }
        }
    }
    found
}

/// All files in which a text may be named.
fn sources() -> Vec<(String, String)> {
    let is_source = |path: &PathBuf| {
        !path.ends_with("texts.rs")
            && path.extension().is_some_and(|end| ["rs", "ts", "tsx", "html", "txt"].iter().any(|one| end == *one))
    };
    let mut files = Vec::new();
    for dir in ["src", "templates", "client/src"] {
        files_below(&root(dir), &mut files);
    }
    files.into_iter().filter(is_source).map(|path| (path.display().to_string(), read(&path))).collect()
}

/// Texts of features of the room whose names are composed: the prefixes, and their continuations.
const COMPOSED: &[(&str, &str)] = &[
    ("ask", "camera camera-waits screen screen-waits"),
    ("asked", "camera screen"),
    ("camera", "allowed not-now"),
    ("screen", "allowed not-now"),
    ("showing", "nobody asked everyone allow-camera allow-screen forbid-camera forbid-screen stop-camera stop-screen"),
    ("settings-showing", "nobody asked everyone"),
    ("layout", "gallery speaker"),
    ("list-doubt", "twice known digits several"),
    ("background", "none blur leaves night"),
    ("board-template", "plain lined squared axes music europe"),
    ("board-who", "nobody chosen everyone"),
    ("board-news", "nobody chosen everyone"),
    ("board-tool", "hand select pen marker line arrow connector box ellipse text note picture frame eraser laser"),
    ("board-kind", "pen marker line arrow connector box ellipse text note picture frame"),
    ("board-colour", "black grey brown red orange yellow green sky blue navy purple pink"),
    ("board-align", "left centre right top middle bottom"),
    ("scope", "one following all"),
    ("month-alone", "1 2 3 4 5 6 7 8 9 10 11 12"),
    ("repeat", "never daily weekly fortnightly monthly-date monthly-day other"),
    ("poll-kind", "single multiple yesNo text scale order number"),
];

/// Texts whose names are composed: the prefixes, and all their continuations.
fn families() -> Vec<String> {
    fn kinds<T: serde::Serialize>(prefix: &str, all: &[T]) -> Vec<String> {
        let name = |one: &T| serde_json::to_value(one).expect("JSON").as_str().expect("a name").to_owned();
        all.iter().map(|one| format!("{prefix}-{}", name(one))).collect()
    }
    let numbered = |prefix: &'static str, last: u32| (1..=last).map(move |number| format!("{prefix}-{number}"));
    let mut all: Vec<String> = Refusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.code())).collect();
    all.extend(["refusal-unavailable", "refusal-disk_full"].map(str::to_owned));
    all.extend(Done::ALL.iter().map(|done| format!("done-{}", done.name())));
    all.extend(Role::ALL.iter().map(|role| format!("role-{}", role.as_str())));
    all.extend(numbered("weekday", 7).chain(numbered("month", 12)).chain(numbered("month-short", 12)));
    all.extend(kinds("mouth", MouthShape::ALL));
    all.extend(kinds("hairstyle", Hairstyle::ALL));
    all.extend(kinds("hat", Hat::ALL));
    all.extend(kinds("glasses", Glasses::ALL));
    all.extend(["live", "planned", "ended"].map(|state| format!("lesson-state-{state}")));
    all.extend(["photo", "video", "presentation", "text", "quiz", "poll"].map(|kind| format!("part-{kind}")));
    for kind in ["single", "multiple", "yesNo", "text", "scale", "order", "number"] {
        all.extend([format!("poll-kind-{kind}"), format!("prepare-kind-{kind}")]);
    }
    all.extend(["picture", "pdf", "text"].map(|kind| format!("handin-kind-{kind}")));
    let refused = ["room_full", "guests_refused", "blocked", "code_unknown", "too_many_guesses"];
    let closed = ["ended", "removed", "turned_away", "replaced", "left", "join_timeout", "abusive"];
    for end in refused.iter().chain(&closed) {
        all.extend([format!("over-{end}"), format!("over-{end}-text")]);
    }
    all.extend(["none", "muted", "on"].map(|state| format!("people-mic-{state}")));
    all.extend(["accepted", "declined"].map(|outcome| format!("speak-{outcome}")));
    all.extend(["good", "weak", "bad"].map(|quality| format!("travels-{quality}-word")));
    all.extend(["travels-weak", "travels-bad", "way-udp", "way-tcp", "way-relay"].map(str::to_owned));
    all.extend(["sound-recording", "sound-playing"].map(str::to_owned));
    all.extend(
        AuditAction::ALL.iter().flat_map(|deed| [format!("deed-{}", deed.as_str()), format!("did-{}", deed.as_str())]),
    );
    all.extend(["did-sign-in-failed-as", "did-account-made-itself", "did-session-guest-removed"].map(str::to_owned));
    for (prefix, names) in COMPOSED {
        all.extend(names.split(' ').map(|name| format!("{prefix}-{name}")));
    }
    let days = ["attendance", "guest", "audit", "address", "registration"].map(|what| format!("{what}_days"));
    let kinds = [
        "school_name",
        "languages",
        "capacity",
        "highest_capacity",
        "upload_mb",
        "quota_mb",
        "keep_chat",
        "cameras",
        "screens",
    ];
    let settings = kinds.map(str::to_owned).into_iter().chain(days).chain(["empty_room_minutes".to_owned()]);
    let settings = settings.chain(
        ["holidays", "sign_up", "sign_up_domains", "help_text", "privacy_text", "contact_text"].map(str::to_owned),
    );
    all.extend(SignUpPolicy::ALL.iter().map(|policy| format!("settings-sign-up-{}", policy.as_str())));
    all.extend(settings.map(|name| format!("setting-{name}")));
    for letter in
        ["confirm", "taken", "reset", "invite", "join", "teach", "added", "address", "approved", "changed", "reminder"]
    {
        all.extend(["subject", "text", "link", "after"].map(|part| format!("mail-{letter}-{part}")));
    }
    all
}

#[test]
fn all_languages_have_the_same_texts_with_the_same_variables_and_marks() {
    let english = texts(Language::ENGLISH);
    assert!(english.len() > 200, "they are where they are expected");
    for language in Language::ALL {
        let theirs = texts(*language);
        let names = |texts: &BTreeMap<String, (String, Text)>| texts.keys().cloned().collect::<BTreeSet<_>>();
        let (here, there) = (names(&english), names(&theirs));
        let lacking: Vec<_> = here.difference(&there).collect();
        let unknown: Vec<_> = there.difference(&here).collect();
        assert!(lacking.is_empty() && unknown.is_empty(), "{}: lacks {lacking:?}, has {unknown:?}", language.code());
        for (name, text) in &theirs {
            assert_eq!(text, &english[name], "{name} in {}", language.code());
            let known = text.1.tags.iter().all(|tag| ["a", "strong", "br"].contains(&tag.as_str()));
            assert!(known, "{name} in {}: {:?}", language.code(), text.1.tags);
        }
    }
}

#[test]
fn every_text_is_used_and_every_used_text_exists() {
    let english = texts(Language::ENGLISH);
    let families = families();
    for name in &families {
        assert!(english.contains_key(name), "{name} is missing");
    }
    let sources = sources();
    assert!(sources.len() > 100, "they are where they are expected");
    // Everything between two quotes.
    let quoted: BTreeSet<_> = sources.iter().flat_map(|(_, text)| text.split('"').skip(1)).collect();
    let unused: Vec<_> =
        english.keys().filter(|name| !families.contains(name) && !quoted.contains(name.as_str())).collect();
    assert!(unused.is_empty(), "used nowhere: {unused:?}");
    let mut missing = Vec::new();
    for (path, source) in &sources {
        for call in ["t(\"", "marked(\"", ".text(\"", ".tell(\"", ".count(\"", "rich(\""] {
            for (at, _) in source.match_indices(call) {
                let before = source[..at].chars().next_back().filter(|_| !call.starts_with('.'));
                let named = &source[at + call.len()..];
                let name = named.split('"').next().unwrap_or_default();
                // A name that ends with a hyphen is composed with what follows.
                let of_family = name.ends_with('-') && families.iter().any(|one| one.starts_with(name));
                let is_call = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.');
                if is_call && !of_family && !english.contains_key(name) {
                    missing.push(format!("{name} in {path}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn texts_of_the_client_are_in_the_lesson_files() {
    let english = texts(Language::ENGLISH);
    let mut elsewhere = Vec::new();
    for (path, source) in sources().iter().filter(|(path, _)| path.contains("client/src")) {
        for call in ["t(\"", "rich(\""] {
            for (at, _) in source.match_indices(call) {
                let name = source[at + call.len()..].split('"').next().unwrap_or_default();
                if english.get(name).is_some_and(|(file, _)| file != "lesson.ftl" && !file.starts_with("lesson/")) {
                    elsewhere.push(format!("{name} in {path}"));
                }
            }
        }
    }
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}
