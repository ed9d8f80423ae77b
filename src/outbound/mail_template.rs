//! The texts of mails in each language (`texts/*/mail.ftl`), rendered as plain text and as HTML with the templates in
//! `templates/mail`.

use std::sync::LazyLock;

use minijinja::{Environment, Error, UndefinedBehavior, context};
use rust_embed::RustEmbed;

use crate::texts::{Args, Language};

/// The longest line of a text (RFC 5322, 2.1.1).
const LINE_LENGTH: usize = 78;

#[derive(RustEmbed)]
#[folder = "templates/mail"]
struct Templates;

/// The content of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTemplate {
    /// The link that confirms an email address.
    Confirm { name: String, username: String, link: String, minutes: i64 },
    /// Someone has signed up with the address of an existing account.
    Taken { name: String, username: String, sign_in: String },
    /// The link for choosing another password.
    Reset { name: String, username: String, link: String, minutes: i64 },
    /// The link by which someone gets an account, with `teaches` that of a teacher, and with `enrols` becomes a student of the
    /// teacher of this name.
    Invite { name: String, link: String, days: i64, enrols: bool, teaches: bool },
    /// An administrator has made an account: the link for choosing its password.
    Added { name: String, username: String, link: String, days: i64 },
    /// The link that confirms another address of an account.
    ConfirmAddress { name: String, username: String, link: String, days: i64 },
    /// An administrator has approved the account.
    Approved { name: String, username: String, sign_in: String },
    /// The password was changed; with the link for the case that someone else did it.
    PasswordChanged { name: String, username: String, forgot: String },
    /// A lesson comes; with the link into it, and the link that ends such mails.
    Reminder {
        name: String,
        title: String,
        teacher: String,
        date: String,
        time: String,
        zone: String,
        link: String,
        unsubscribe: String,
    },
}

/// A rendered mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The link that ends mails of this kind without signing in (RFC 8058).
    pub unsubscribe: Option<String>,
}

impl MailTemplate {
    /// The prefix of its text keys, after `mail-`.
    fn key(&self) -> &'static str {
        match self {
            MailTemplate::Confirm { .. } => "confirm",
            MailTemplate::Taken { .. } => "taken",
            MailTemplate::Reset { .. } => "reset",
            MailTemplate::PasswordChanged { .. } => "changed",
            MailTemplate::Invite { enrols: true, .. } => "invite",
            MailTemplate::Invite { teaches: true, .. } => "teach",
            MailTemplate::Invite { .. } => "join",
            MailTemplate::Added { .. } => "added",
            MailTemplate::ConfirmAddress { .. } => "address",
            MailTemplate::Approved { .. } => "approved",
            MailTemplate::Reminder { .. } => "reminder",
        }
    }

    /// The recipient's name, if it is known.
    fn recipient_name(&self) -> Option<&str> {
        match self {
            MailTemplate::Confirm { name, .. }
            | MailTemplate::Taken { name, .. }
            | MailTemplate::Reset { name, .. }
            | MailTemplate::PasswordChanged { name, .. }
            | MailTemplate::Added { name, .. }
            | MailTemplate::ConfirmAddress { name, .. }
            | MailTemplate::Approved { name, .. }
            | MailTemplate::Reminder { name, .. } => Some(name),
            MailTemplate::Invite { .. } => None,
        }
    }

    fn link(&self) -> &str {
        match self {
            MailTemplate::Confirm { link, .. }
            | MailTemplate::Reset { link, .. }
            | MailTemplate::Invite { link, .. }
            | MailTemplate::Added { link, .. }
            | MailTemplate::ConfirmAddress { link, .. }
            | MailTemplate::Reminder { link, .. } => link,
            MailTemplate::Taken { sign_in, .. } | MailTemplate::Approved { sign_in, .. } => sign_in,
            MailTemplate::PasswordChanged { forgot, .. } => forgot,
        }
    }

    fn args<'a>(&'a self, school: &'a str) -> Args<'a> {
        let mut args = Args::new();
        match self {
            MailTemplate::Confirm { username, minutes, .. } | MailTemplate::Reset { username, minutes, .. } => {
                args.set("username", username.as_str());
                args.set("minutes", *minutes);
            }
            MailTemplate::Taken { username, .. } | MailTemplate::PasswordChanged { username, .. } => {
                args.set("username", username.as_str());
            }
            MailTemplate::Approved { .. } => args.set("school", school),
            MailTemplate::Added { username, days, .. } | MailTemplate::ConfirmAddress { username, days, .. } => {
                args.set("username", username.as_str());
                args.set("days", *days);
                args.set("school", school);
            }
            MailTemplate::Invite { name, days, .. } => {
                args.set("name", without_links(name));
                args.set("days", *days);
                args.set("school", school);
            }
            MailTemplate::Reminder { title, teacher, date, time, zone, unsubscribe, .. } => {
                args.set("title", without_links(title));
                args.set("teacher", without_links(teacher));
                args.set("date", date.as_str());
                args.set("time", time.as_str());
                args.set("zone", zone.as_str());
                args.set("unsubscribe", unsubscribe.as_str());
            }
        }
        args
    }

    /// Renders the mail for a school of this name.
    ///
    /// # Errors
    /// When a template is wrong, which is a bug.
    pub fn render(&self, language: Language, school: &str) -> Result<RenderedMail, Error> {
        static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(build);
        let args = self.args(school);
        let key = |part: &str| format!("mail-{}-{part}", self.key());
        let hello = match self.recipient_name() {
            Some(name) => language.tell("mail-hello", &[("name", without_links(name))].into_iter().collect()),
            None => language.text("mail-hello-nobody"),
        };
        let fill = |template: &str, body: String, after: String| {
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
        Ok(RenderedMail {
            subject: language.tell(&key("subject"), &args),
            text: fill("letter.txt", plain("text"), plain("after"))?,
            html: fill("letter.html", language.marked(&key("text"), &args), language.marked(&key("after"), &args))?,
            unsubscribe: match self {
                MailTemplate::Reminder { unsubscribe, .. } => Some(unsubscribe.clone()),
                _ => None,
            },
        })
    }
}

/// A person's name in which no mail program finds an address of the web. Anyone may choose a name, and the mail of a school
/// would lend its trust to a link in it.
fn without_links(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.replace("://", ": //").chars() {
        match c {
            '.' | '@' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => text.extend([c, ' ']),
            other => text.push(other),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_marks(text: &str) -> String {
    text.replace("<strong>", "").replace("</strong>", "")
}

/// Breaks lines that are too long. A word that is too long gets its own line.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= LINE_LENGTH {
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

    fn all() -> Vec<MailTemplate> {
        let (name, username) = ("Zoë <b>".to_owned(), "zoe".to_owned());
        let link = || "https://school.example/x/0123".to_owned();
        vec![
            MailTemplate::Confirm { name: name.clone(), username: username.clone(), link: link(), minutes: 30 },
            MailTemplate::Taken { name: name.clone(), username: username.clone(), sign_in: link() },
            MailTemplate::Reset { name: name.clone(), username: username.clone(), link: link(), minutes: 30 },
            MailTemplate::Invite { name: name.clone(), link: link(), days: 7, enrols: true, teaches: false },
            MailTemplate::Invite { name: name.clone(), link: link(), days: 7, enrols: false, teaches: false },
            MailTemplate::Invite { name: name.clone(), link: link(), days: 7, enrols: false, teaches: true },
            MailTemplate::Added { name: name.clone(), username: username.clone(), link: link(), days: 7 },
            MailTemplate::ConfirmAddress { name: name.clone(), username: username.clone(), link: link(), days: 7 },
            MailTemplate::Approved { name: name.clone(), username: username.clone(), sign_in: link() },
            MailTemplate::Reminder {
                name: name.clone(),
                title: "Bones <b>".to_owned(),
                teacher: "Maria <i>".to_owned(),
                date: "Monday 7 January 2030".to_owned(),
                time: "09:00".to_owned(),
                zone: "Europe/Athens".to_owned(),
                link: link(),
                unsubscribe: "https://school.example/unsubscribe/0123".to_owned(),
            },
            MailTemplate::PasswordChanged { name, username, forgot: link() },
        ]
    }

    #[test]
    fn every_mail_has_a_subject_and_a_link_and_escapes_names() {
        for language in Language::ALL {
            for letter in all() {
                let written =
                    letter.render(*language, "Hill <i> School").unwrap_or_else(|error| panic!("{letter:?}: {error}"));
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
                assert!(written.text.lines().all(|line| line.chars().count() <= LINE_LENGTH), "{}", written.text);
                assert!(!written.text.contains("strong>") && written.text.ends_with('\n'), "{}", written.text);
                assert!(!written.text.contains("mail-") && !written.html.contains("mail-"), "{written:?}");
            }
        }
    }

    #[test]
    fn a_name_is_never_a_link() {
        for (name, shown) in [
            ("evil.com", "evil. com"),
            ("Win! https://evil.com/x?y", "Win! https: //evil. com/x?y"),
            ("www.evil.com:80", "www. evil. com:80"),
            ("ann@evil.com", "ann@ evil. com"),
            ("M. Rossi", "M. Rossi"),
            ("J.R.R. Tolkien", "J. R. R. Tolkien"),
        ] {
            assert_eq!(without_links(name), shown);
            let link = "https://school.example/x".to_owned();
            for template in [
                MailTemplate::Invite {
                    name: name.to_owned(),
                    link: link.clone(),
                    days: 7,
                    enrols: true,
                    teaches: false,
                },
                MailTemplate::Confirm {
                    name: name.to_owned(),
                    username: "zoe".to_owned(),
                    link: link.clone(),
                    minutes: 30,
                },
            ] {
                let mail = template.render(Language::ENGLISH, "Hill").expect("it is rendered");
                let is_link = |text: &str| name != "M. Rossi" && text.contains(name);
                assert!(!is_link(&mail.subject) && !is_link(&mail.text) && !is_link(&mail.html), "{mail:?}");
            }
        }
    }

    #[test]
    fn a_long_word_gets_its_own_line() {
        let long = "x".repeat(LINE_LENGTH + 5);
        assert_eq!(wrapped(&format!("one two {long} three")), format!("one two\n{long}\nthree"));
    }
}
