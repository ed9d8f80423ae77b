//! What mails say: a text and an HTML template each, in `templates/mail`. The first line of the text is the subject.

use std::sync::LazyLock;

use minijinja::{Environment, Error, UndefinedBehavior, Value, context};
use rust_embed::RustEmbed;

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
    fn template(&self) -> &'static str {
        match self {
            Letter::Confirm { .. } => "confirm",
            Letter::Taken { .. } => "taken",
            Letter::Reset { .. } => "reset",
            Letter::PasswordChanged { .. } => "changed",
            Letter::Invite { .. } => "invite",
        }
    }

    fn context(&self) -> Value {
        match self {
            Letter::Confirm { name, username, link, minutes } | Letter::Reset { name, username, link, minutes } => {
                context! { name, username, link, minutes }
            }
            Letter::Taken { name, username, sign_in } => context! { name, username, sign_in },
            Letter::Invite { name, link, days } => context! { name, link, days },
            Letter::PasswordChanged { name, username, forgot } => context! { name, username, forgot },
        }
    }

    /// # Errors
    /// When a template is wrong, which is ours to mend.
    pub fn write(&self) -> Result<Written, Error> {
        static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(build);
        let render =
            |kind: &str| ENVIRONMENT.get_template(&format!("{}.{kind}", self.template()))?.render(self.context());
        let text = render("txt")?;
        let (subject, text) = text.split_once('\n').unwrap_or((&text, ""));
        Ok(Written { subject: subject.trim().to_owned(), text: text.trim().to_owned() + "\n", html: render("html")? })
    }
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
        for letter in all() {
            let written = letter.write().unwrap_or_else(|error| panic!("{letter:?}: {error}"));
            assert!(!written.subject.is_empty() && written.subject.len() < 70, "{written:?}");
            assert!(written.text.contains("Zoë <b>") && written.text.contains("https://school.example/x/0123"));
            assert!(written.html.contains("Zoë &lt;b&gt;") && !written.html.contains("<b>"), "{}", written.html);
            assert!(written.html.contains("href=\"https://school.example/x/0123\""), "{}", written.html);
            assert!(written.text.lines().all(|line| line.len() < 79), "{}", written.text);
        }
    }

    #[test]
    fn no_template_is_without_its_letter() {
        let mut known: Vec<_> = all()
            .iter()
            .flat_map(|letter| ["html", "txt"].map(|kind| format!("{}.{kind}", letter.template())))
            .collect();
        known.push("layout.html".to_owned());
        let mut there: Vec<_> = Templates::iter().map(|name| name.into_owned()).collect();
        known.sort();
        there.sort();
        assert_eq!(known, there);
    }
}
