//! Tables for spreadsheets (RFC 4180).

use actix_web::{
    HttpResponse,
    http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
};

/// The most characters of each part of a file name.
const PART: usize = 60;

/// A table, line by line.
pub struct Csv(String);

impl Csv {
    pub fn new() -> Self {
        // The byte order mark, by which spreadsheets recognise UTF-8.
        Self("\u{feff}".to_owned())
    }

    pub fn line(&mut self, cells: &[String]) {
        let cells: Vec<_> = cells.iter().map(|cell| self::cell(cell)).collect();
        self.0 += &(cells.join(",") + "\r\n");
    }

    /// The table as a download, whose file is named by these parts: whose, of when, and what it is.
    pub fn download(self, parts: &[&str]) -> HttpResponse {
        let name = ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: file_name(parts).into_bytes(),
        };
        let disposition = ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::FilenameExt(name)],
        };
        HttpResponse::Ok().insert_header(disposition).content_type("text/csv; charset=utf-8").body(self.0)
    }
}

/// A file name that every system accepts: letters and digits of any alphabet, and hyphens for everything else.
fn file_name(parts: &[&str]) -> String {
    let safe = |part: &&str| {
        let words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let joined: String = words.collect::<Vec<_>>().join("-").chars().take(PART).collect();
        joined.trim_end_matches('-').to_owned()
    };
    parts.iter().map(safe).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_") + ".csv"
}

/// One quoted cell. An apostrophe keeps a spreadsheet from reading a name as a formula.
fn cell(text: &str) -> String {
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_only_letters_digits_and_hyphens_in_its_parts() {
        for (parts, name) in [
            (["Fire mountains", "2026-11-30", "chat"], "Fire-mountains_2026-11-30_chat.csv"),
            (["../etc/passwd\r\n\"", "2026-11-30", "chat"], "etc-passwd_2026-11-30_chat.csv"),
            (["Ηφαίστεια: 1ο", "2026-11-30", "συνομιλία"], "Ηφαίστεια-1ο_2026-11-30_συνομιλία.csv"),
            (["…", "2026-11-30", "chat"], "2026-11-30_chat.csv"),
        ] {
            assert_eq!(file_name(&parts), name);
        }
        assert_eq!(file_name(&[&"a".repeat(500)]).len(), PART + 4);
    }

    #[test]
    fn what_is_in_a_cell_stays_in_it_and_is_no_formula() {
        for (text, written) in [
            ("Ana", "\"Ana\""),
            ("Ana, \"Nia\"", "\"Ana, \"\"Nia\"\"\""),
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("+3", "\"'+3\""),
        ] {
            assert_eq!(cell(text), written);
        }
        let mut csv = Csv::new();
        csv.line(&["a".to_owned(), "b".to_owned()]);
        assert_eq!(csv.0, "\u{feff}\"a\",\"b\"\r\n");
    }
}
