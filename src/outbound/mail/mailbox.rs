//! Reads the mails that were written to files. File names are made from ids only. Files that are not our mails are skipped: the
//! owner of the folder may have put other files there.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use chrono::{DateTime, Utc};
use mailparse::{MailAddr, MailHeaderMap, ParsedMail};

use crate::{clock::Time, ids::JobId, outbound::email_address};

/// The largest number of bytes read from a file; our own mails have a few thousand.
const MAX_BYTES: u64 = 256 * 1024;

/// The headers of a mail, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailHead {
    pub id: JobId,
    pub from: String,
    pub to: String,
    pub subject: String,
    /// When the mail was written, if it says so.
    pub at: Option<Time>,
}

/// A mail as its recipient sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMail {
    pub head: MailHead,
    pub text: String,
    /// Empty when the mail has no HTML part.
    pub html: String,
}

impl StoredMail {
    /// The recipient's address without the name.
    pub fn address(&self) -> &str {
        let to = self.head.to.as_str();
        to.rsplit_once('<').map_or(to, |(_, address)| address.trim_end_matches('>'))
    }
}

/// The latest mails older than `before`, at most `most` of them, and whether there are more.
///
/// # Errors
/// The operating system's.
pub fn list(folder: &Path, before: Option<JobId>, most: usize) -> io::Result<(Vec<MailHead>, bool)> {
    let names = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.file_name()));
    let ids = names.filter_map(|name| {
        let stem = name.to_str()?.strip_suffix(".eml")?;
        let id: JobId = stem.parse().ok()?;
        // An id can be written in several ways; only ours is accepted.
        (id.to_string() == stem && before.is_none_or(|before| id < before)).then_some(id)
    });
    let mut ids: Vec<_> = ids.collect();
    // Ids sort by time.
    ids.sort_unstable_by(|a, b| b.cmp(a));
    let more = ids.len() > most;
    // A mail that has been removed meanwhile, or cannot be read, is skipped.
    let heads = ids.into_iter().take(most).filter_map(|id| {
        let mail = bytes(folder, id).ok()??;
        Some(head(id, &mailparse::parse_headers(&mail).ok()?.0))
    });
    Ok((heads.collect(), more))
}

/// Reads one mail, if it exists.
///
/// # Errors
/// The operating system's.
pub fn open(folder: &Path, id: JobId) -> io::Result<Option<StoredMail>> {
    let Some(mail) = bytes(folder, id)? else { return Ok(None) };
    let Ok(mail) = mailparse::parse_mail(&mail) else { return Ok(None) };
    let (text, html) = (part(&mail, "text/plain"), part(&mail, "text/html"));
    Ok(Some(StoredMail { head: head(id, &mail.headers), text, html }))
}

fn bytes(folder: &Path, id: JobId) -> io::Result<Option<Vec<u8>>> {
    // Symbolic links are not followed.
    let open = OpenOptions::new().read(true).custom_flags(NOFOLLOW).open(folder.join(format!("{id}.eml")));
    let file: File = match open {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

const NOFOLLOW: i32 = nix::fcntl::OFlag::O_NOFOLLOW.bits();

fn head(id: JobId, headers: &[mailparse::MailHeader<'_>]) -> MailHead {
    let of = |name: &str| headers.get_first_value(name).unwrap_or_default();
    let seconds = mailparse::dateparse(&of("Date")).ok();
    let at = seconds.and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
    let mailbox_name = |name: &str| headers.get_first_header(name).map_or_else(String::new, mailbox_name);
    MailHead { id, from: mailbox_name("From"), to: mailbox_name("To"), subject: of("Subject"), at }
}

/// The mailbox in a header as people write it, without the quoting that separates names from addresses (RFC 5322, 3.4).
fn mailbox_name(header: &mailparse::MailHeader<'_>) -> String {
    match mailparse::addrparse_header(header).as_deref().map(Vec::as_slice) {
        Ok([MailAddr::Single(one)]) => match &one.display_name {
            Some(name) => format!("{name} <{}>", email_address::as_stored(&one.addr)),
            None => email_address::as_stored(&one.addr),
        },
        _ => header.get_value(),
    }
}

/// The first part of this type.
fn part(mail: &ParsedMail<'_>, kind: &str) -> String {
    let found = mail.parts().find(|part| part.ctype.mimetype == kind);
    found.and_then(|part| part.get_body().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::{
        clock,
        outbound::{
            mail::{Directory, Mail},
            mail_template::RenderedMail,
        },
    };

    async fn folder(mails: &[Mail]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let from = "Lyceum <lyceum@school.example>".parse().expect("a mailbox");
        let directory = Directory::open(folder.path().to_owned(), from).expect("it is ours");
        for mail in mails {
            directory.keep(mail.clone()).await.expect("it is written");
        }
        folder
    }

    fn mail(subject: &str) -> Mail {
        let written = RenderedMail {
            subject: subject.to_owned(),
            text: "Γεια σου Zoë\nhttps://school.example/confirm/0123456789abcdef0123456789abcdef\n".to_owned(),
            html: "<p>Γεια σου &lt;Zoë&gt;</p>".to_owned(),
            unsubscribe: None,
        };
        let address = "zoe@school.example".to_owned();
        Mail { id: JobId::fresh(), name: "Zoë Ünal".to_owned(), address, written, at: clock::now() }
    }

    #[actix_rt::test]
    async fn a_mail_is_read_as_it_was_written() {
        let sent = mail("Grüße an Ζωή");
        let folder = folder(std::slice::from_ref(&sent)).await;
        let read = open(folder.path(), sent.id).expect("it is readable").expect("it is there");
        assert_eq!(read.head.subject, "Grüße an Ζωή");
        assert_eq!(read.head.to, "Zoë Ünal <zoe@school.example>");
        assert_eq!(read.head.from, "Lyceum <lyceum@school.example>");
        assert_eq!(read.head.at.map(|at| at.timestamp()), Some(sent.at.timestamp()));
        assert_eq!(read.text.replace("\r\n", "\n").trim_end(), sent.written.text.trim_end());
        assert_eq!(read.html.trim_end(), sent.written.html);
        assert_eq!(open(folder.path(), JobId::fresh()).expect("it is readable"), None);
    }

    #[actix_rt::test]
    async fn the_recipient_is_decoded_for_display() {
        for (name, told) in [
            ("Maria Rossi", "Maria Rossi <zoe@school.example>"),
            ("Rossi, Maria (6A) \"Mia\"", "Rossi, Maria (6A) \"Mia\" <zoe@school.example>"),
            ("Ζωή Παπαδάκη, 6A", "Ζωή Παπαδάκη, 6A <zoe@school.example>"),
            ("", "zoe@school.example"),
        ] {
            let sent = Mail { name: name.to_owned(), ..mail("Hello") };
            let folder = folder(std::slice::from_ref(&sent)).await;
            let read = open(folder.path(), sent.id).expect("it is readable").expect("it is there");
            assert_eq!((read.head.to.as_str(), read.address()), (told, "zoe@school.example"));
            assert_eq!(list(folder.path(), None, 1).expect("it is readable").0, [read.head]);
        }
    }

    #[actix_rt::test]
    async fn mails_are_listed_newest_first_page_by_page() {
        let mails: Vec<_> = (0..5).map(|number| mail(&number.to_string())).collect();
        let folder = folder(&mails).await;
        let outside = tempfile::NamedTempFile::new().expect("a temporary file");
        fs::write(outside.path(), "Subject: outside\r\n\r\n").expect("it is ours");
        let link = JobId::fresh();
        symlink(outside.path(), folder.path().join(format!("{link}.eml"))).expect("it is ours");
        for other in ["notes.txt", "nonsense.eml", "01A1F7AA-A99E-76A1-87AA-E33B999BFA2C.eml"] {
            fs::write(folder.path().join(other), "Subject: other\r\n\r\n").expect("it is ours");
        }
        let page = |before| {
            let (heads, more) = list(folder.path(), before, 3).expect("it is readable");
            (heads.iter().map(|head| head.subject.clone()).collect::<Vec<_>>(), more)
        };
        assert_eq!(page(Some(link)), (vec!["4".to_owned(), "3".to_owned(), "2".to_owned()], true));
        assert_eq!(page(Some(mails[2].id)), (vec!["1".to_owned(), "0".to_owned()], false));
        assert!(open(folder.path(), link).is_err(), "it leads elsewhere");
        assert!(!page(None).0.contains(&"outside".to_owned()));
    }
}
