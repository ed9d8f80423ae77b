//! What mails say, in a language (`texts/*/mail.ftl`), as text and as HTML: all are of one make, in `templates/mail`.

use std::sync::LazyLock;

use minijinja::{Environment, Error, UndefinedBehavior, context};
use rust_embed::RustEmbed;

use crate::texts::{Args, Language};

/// A text's lines have so many letters at most, as mail programs like it (RFC 5322, 2.1.1).
const LINE: usize = 78;

#[derive(RustEmbed)]
#[folder = "templates/mail"]
struct Templates;

/// A mail's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// The link that confirms an email address.
    Confirm { name: String, username: String, link: String, minutes: i64 },
    /// Someone has signed up with the address of an account that there is already.
    Taken { name: String, username: String, sign_in: String },
    /// The link with which another password is chosen.
    Reset { name: String, username: String, link: String, minutes: i64 },
    /// The link with which somebody becomes a student of the teacher of this name.
    Invite { name: String, link: String, days: i64 },
    /// That it was; and where to go if it was someone else.
    PasswordChanged { name: String, username: String, forgot: String },
}

/// A letter, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    /// What its texts begin with, after `mail-`.
    fn name(&self) -> &'static str {
        match self {
            Letter::Confirm { .. } => "confirm",
            Letter::Taken { .. } => "taken",
            Letter::Reset { .. } => "reset",
            Letter::PasswordChanged { .. } => "changed",
            Letter::Invite { .. } => "invite",
        }
    }

    /// Whom it greets, if that is known.
    fn greets(&self) -> Option<&str> {
        match self {
            Letter::Confirm { name, .. }
            | Letter::Taken { name, .. }
            | Letter::Reset { name, .. }
            | Letter::PasswordChanged { name, .. } => Some(name),
            Letter::Invite { .. } => None,
        }
    }

    fn link(&self) -> &str {
        match self {
            Letter::Confirm { link, .. } | Letter::Reset { link, .. } | Letter::Invite { link, .. } => link,
            Letter::Taken { sign_in, .. } => sign_in,
            Letter::PasswordChanged { forgot, .. } => forgot,
        }
    }

    fn args<'a>(&'a self, school: &'a str) -> Args<'a> {
        let mut args = Args::new();
        match self {
            Letter::Confirm { username, minutes, .. } | Letter::Reset { username, minutes, .. } => {
                args.set("username", username.as_str());
                args.set("minutes", *minutes);
            }
            Letter::Taken { username, .. } | Letter::PasswordChanged { username, .. } => {
                args.set("username", username.as_str());
            }
            Letter::Invite { name, days, .. } => {
                args.set("name", name.as_str());
                args.set("days", *days);
                args.set("school", school);
            }
        }
        args
    }

    /// As it goes out from a school of this name.
    ///
    /// # Errors
    /// When a template is wrong, which is ours to mend.
    pub fn write(&self, language: Language, school: &str) -> Result<Written, Error> {
        static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(build);
        let args = self.args(school);
        let key = |part: &str| format!("mail-{}-{part}", self.name());
        let hello = match self.greets() {
            Some(name) => language.tell("mail-hello", &[("name", name)].into_iter().collect()),
            None => language.text("mail-hello-nobody"),
        };
        let render = |template: &str, body: String, after: String| {
            let context = context! {
                lang => language.code(),
                school,
                hello => hello.as_str(),
                body,
                link => self.link(),
                words => language.text(&key("link")),
                after,
            };
            ENVIRONMENT.get_template(template)?.render(context)
        };
        let plain = |part: &str| wrapped(&without_marks(&language.tell(&key(part), &args)));
        Ok(Written {
            subject: language.tell(&key("subject"), &args),
            text: render("letter.txt", plain("text"), plain("after"))?,
            html: render("letter.html", language.marked(&key("text"), &args), language.marked(&key("after"), &args))?,
        })
    }
}

fn without_marks(text: &str) -> String {
    text.replace("<strong>", "").replace("</strong>", "")
}

/// In lines that are no longer than they should be; a word that is, has one for itself.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= LINE {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

fn build() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
        .set_loader(|name| Ok(Templates::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())));
    environment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Letter> {
        let (name, username) = ("Zoë <b>".to_owned(), "zoe".to_owned());
        let link = || "https://school.example/x/0123".to_owned();
        vec![
            Letter::Confirm { name: name.clone(), username: username.clone(), link: link(), minutes: 30 },
            Letter::Taken { name: name.clone(), username: username.clone(), sign_in: link() },
            Letter::Reset { name: name.clone(), username: username.clone(), link: link(), minutes: 30 },
            Letter::Invite { name: name.clone(), link: link(), days: 7 },
            Letter::PasswordChanged { name, username, forgot: link() },
        ]
    }

    #[test]
    fn every_letter_has_a_subject_its_link_and_nothing_of_a_name_is_markup() {
        for language in Language::ALL {
            for letter in all() {
                let written =
                    letter.write(*language, "Hill <i> School").unwrap_or_else(|error| panic!("{letter:?}: {error}"));
                let subject = written.subject.chars().count();
                assert!((1..70).contains(&subject) && !written.subject.contains("mail-"), "{written:?}");
                assert!(written.text.contains("Zoë <b>") && written.text.contains("https://school.example/x/0123"));
                assert!(
                    written.html.contains("Hill &lt;i&gt; School") && !written.html.contains("<i>"),
                    "{}",
                    written.html
                );
                assert!(written.html.contains("Zoë &lt;b&gt;") && !written.html.contains("<b>"), "{}", written.html);
                assert!(written.html.contains("href=\"https://school.example/x/0123\""), "{}", written.html);
                assert!(written.html.contains(&format!("lang=\"{}\"", language.code())), "{}", written.html);
                assert!(written.text.lines().all(|line| line.chars().count() <= LINE), "{}", written.text);
                assert!(!written.text.contains("strong>") && written.text.ends_with('\n'), "{}", written.text);
                assert!(!written.text.contains("mail-") && !written.html.contains("mail-"), "{written:?}");
            }
        }
    }

    #[test]
    fn a_long_word_stands_in_a_line_of_its_own() {
        let long = "x".repeat(LINE + 5);
        assert_eq!(wrapped(&format!("one two {long} three")), format!("one two\n{long}\nthree"));
    }
}
