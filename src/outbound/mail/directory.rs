//! Mails as files, for a school without a mail server: those who may read the data directory read them and pass the links on.
//! They contain secrets, so only their owner may read them. The oldest are removed when there are many.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use lettre::message::Mailbox;

use super::{Mail, MailError};

/// The largest number of files.
const KEPT: usize = 1000;

pub struct Directory {
    path: PathBuf,
    from: Mailbox,
}

impl Directory {
    /// Creates the folder if necessary.
    ///
    /// # Errors
    /// The operating system's.
    pub fn open(path: PathBuf, from: Mailbox) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
        Ok(Self { path, from })
    }

    pub(super) async fn forget(&self, is_theirs: impl Fn(&str) -> bool + Send + 'static) -> Result<(), MailError> {
        let path = self.path.clone();
        let gone = actix_rt::task::spawn_blocking(move || {
            for entry in fs::read_dir(path)? {
                let path = entry?.path();
                if fs::read(&path).is_ok_and(|mail| addressee(&mail).is_some_and(|address| is_theirs(&address))) {
                    fs::remove_file(path)?;
                }
            }
            Ok::<_, io::Error>(())
        });
        match gone.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(MailError::Later(error.to_string())),
            Err(panic) => Err(MailError::Later(panic.to_string())),
        }
    }

    pub(super) async fn keep(&self, mail: Mail) -> Result<(), MailError> {
        let message = mail.message(&self.from)?.formatted();
        let path = self.path.clone();
        let kept = actix_rt::task::spawn_blocking(move || {
            write(&path, &mail.id.to_string(), &message)?;
            thin_out(&path)
        });
        match kept.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(MailError::Later(error.to_string())),
            Err(panic) => Err(MailError::Later(panic.to_string())),
        }
    }
}

/// Writes a mail completely or not at all. Writing it again gives the same file.
fn write(folder: &Path, name: &str, message: &[u8]) -> io::Result<()> {
    let new = folder.join(format!("{name}.new"));
    let _ = fs::remove_file(&new);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&new, folder.join(format!("{name}.eml")))
}

/// The recipient of one of our mails: the last word of the `To` header, which may be folded (RFC 5322, 2.2.3).
fn addressee(mail: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(mail);
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
    let to = head.lines().find_map(|line| line.strip_prefix("To:"))?;
    to.split_whitespace().last().map(|address| address.trim_matches(['<', '>']).to_owned())
}

/// File names are ids, which sort by time.
fn thin_out(folder: &Path) -> io::Result<()> {
    let mut names: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort_unstable();
    for old in names.iter().take(names.len().saturating_sub(KEPT)) {
        fs::remove_file(folder.join(old))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::{clock, ids::JobId, outbound::mail_template::RenderedMail};

    fn mail() -> Mail {
        let written = RenderedMail {
            subject: "Grüße".to_owned(),
            text: "Hello\nhttps://school.example/confirm/0123456789abcdef0123456789abcdef\n".to_owned(),
            html: "<p>Hello</p>".to_owned(),
            unsubscribe: None,
        };
        Mail {
            id: JobId::fresh(),
            name: "Zoë, the \"first\"\r\nBcc: evil@evil.example".to_owned(),
            address: "zoe@school.example".to_owned(),
            written,
            at: clock::now(),
        }
    }

    #[actix_rt::test]
    async fn a_mail_is_stored_once_in_a_file_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let path = folder.path().join("mail");
        let directory =
            Directory::open(path.clone(), "Lyceum <a@b.example>".parse().expect("a mailbox")).expect("it is ours");
        let mail = mail();
        directory.keep(mail.clone()).await.expect("it is written");
        directory.keep(mail.clone()).await.expect("it is written");
        let files: Vec<_> =
            fs::read_dir(&path).expect("it is there").map(|entry| entry.expect("a file").path()).collect();
        assert_eq!(files, [path.join(format!("{}.eml", mail.id))]);
        assert_eq!(fs::metadata(&files[0]).expect("it is there").permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o700);
        let text = fs::read_to_string(&files[0]).expect("it is text");
        assert!(text.contains("https://school.example/confirm/0123456789abcdef0123456789abcdef\r\n"), "{text}");
        assert!(text.contains("zoe@school.example") && text.contains("Auto-Submitted: auto-generated"), "{text}");
        assert!(text.contains(&format!("Message-ID: <{}@b.example>", mail.id)), "{text}");
        assert!(!text.to_lowercase().contains("\nbcc:"), "{text}");
    }

    #[actix_rt::test]
    async fn forgetting_an_address_removes_only_its_mails() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let path = folder.path().join("mail");
        let directory =
            Directory::open(path.clone(), "Lyceum <a@b.example>".parse().expect("a mailbox")).expect("it is ours");
        let long = "Ζωή ".repeat(30);
        for (name, address) in
            [("Zoe", "zoe@school.example"), ("", "zoe@school.example"), (&long, "zoe@school.example")]
        {
            let mail = Mail { id: JobId::fresh(), name: name.to_owned(), address: address.to_owned(), ..mail() };
            directory.keep(mail).await.expect("it is written");
        }
        let other = Mail { address: "not.zoe@school.example".to_owned(), ..mail() };
        directory.keep(other.clone()).await.expect("it is written");
        directory.forget(|address| address == "zoe@school.example").await.expect("they are removed");
        let left: Vec<_> = fs::read_dir(&path).expect("it is there").map(|one| one.expect("a file").path()).collect();
        assert_eq!(left, [path.join(format!("{}.eml", other.id))]);
    }

    #[test]
    fn the_oldest_mails_are_removed_when_there_are_many() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        for number in 0..KEPT + 3 {
            fs::write(folder.path().join(format!("{number:06}.eml")), "").expect("it is ours");
        }
        thin_out(folder.path()).expect("it is ours");
        let left = |number: usize| folder.path().join(format!("{number:06}.eml")).exists();
        assert!(!left(2) && left(3) && left(KEPT + 2));
    }
}
