//! Reads lists of students as people paste them, and tables as spreadsheets save them: one student on each line, with their name,
//! and perhaps an email address and a phone number.

use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1253};

use crate::{error::Refusal, outbound::email_address, protocol::text, unicode};

/// The most names in one list.
pub const NAMES: usize = 500;
/// A list that is longer than this, in bytes, has more names than that.
const LONGEST: usize = 256 * 1024;
/// A name of more words than this may be several names.
const WORDS: usize = 5;
/// A number with fewer digits is not a phone number, but that of a line.
const PHONE_DIGITS: usize = 6;

/// The words of a table's first line, folded and without accents.
const HEADINGS: &[&str] = &[
    "name",
    "full name",
    "first name",
    "last name",
    "surname",
    "given name",
    "family name",
    "student",
    "students",
    "no",
    "#",
    "nr",
    "email",
    "e-mail",
    "mail",
    "email address",
    "phone",
    "phone number",
    "mobile",
    "class",
    "grade",
    "ονομα",
    "επωνυμο",
    "επιθετο",
    "ονοματεπωνυμο",
    "μαθητης",
    "μαθητες",
    "μαθητρια",
    "α/α",
    "τηλεφωνο",
    "κινητο",
    "ταξη",
    "τμημα",
    "διευθυνση email",
];

/// Why a line may be wrong although it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// Another line has the same name.
    Twice,
    /// The group has a student of this name already.
    Known,
    /// A name with digits.
    Digits,
    /// So many words that it may be several names.
    Several,
}

impl Doubt {
    pub const ALL: [Doubt; 4] = [Doubt::Twice, Doubt::Known, Doubt::Digits, Doubt::Several];

    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::Twice => "twice",
            Doubt::Known => "known",
            Doubt::Digits => "digits",
            Doubt::Several => "several",
        }
    }
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStudent {
    /// Counted from 1.
    pub line: usize,
    pub name: String,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    /// Why it cannot be used.
    pub refusal: Option<Refusal>,
    pub doubt: Option<Doubt>,
}

/// The text of a file that a spreadsheet has saved: UTF-8 or UTF-16 with a byte order mark, UTF-8 without, or the Windows code
/// page of western Europe or of Greece.
///
/// # Errors
/// [`Refusal::TableBad`] for anything else, such as a workbook; [`Refusal::NamesMany`] for a file that is too long.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() > LONGEST * 2 {
        return Err(Refusal::NamesMany);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => code_page(bytes),
    };
    let (text, _, broken) = encoding.decode(bytes);
    let bad = broken && [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding);
    if bad || text.contains(|c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t')) {
        return Err(Refusal::TableBad);
    }
    Ok(text.into_owned())
}

/// Greek words are all letters beyond ASCII; in western languages such letters stand between others.
fn code_page(bytes: &[u8]) -> &'static Encoding {
    let is_high = |byte: &u8| *byte >= 0xA2;
    let (mut together, mut mixed) = (0, 0);
    for pair in bytes.windows(2) {
        match (is_high(&pair[0]), is_high(&pair[1])) {
            (true, true) => together += 1,
            (true, false) if pair[1].is_ascii_alphabetic() => mixed += 1,
            (false, true) if pair[0].is_ascii_alphabetic() => mixed += 1,
            _ => {}
        }
    }
    if together > mixed { WINDOWS_1253 } else { WINDOWS_1252 }
}

/// Reads a list. `known` are the names that the group has already.
///
/// # Errors
/// [`Refusal::NamesMany`] for a list without a name, or with more than [`NAMES`].
pub fn parse(list: &str, known: &[String]) -> Result<Vec<ListedStudent>, Refusal> {
    if list.len() > LONGEST {
        return Err(Refusal::NamesMany);
    }
    let list = list.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(list))
        .quoting(list.contains('"'))
        .from_reader(list.as_bytes());
    let mut listed = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Refusal::TableBad)?;
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let cells: Vec<_> = record.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if cells.is_empty() || listed.is_empty() && is_heading(&cells) {
            continue;
        }
        if listed.len() == NAMES {
            return Err(Refusal::NamesMany);
        }
        listed.push(student(line, &cells));
    }
    if listed.is_empty() {
        return Err(Refusal::NamesMany);
    }
    add_doubts(&mut listed, known);
    Ok(listed)
}

/// Tab, or semicolon or comma if most lines have it; a list of plain names has none of them.
fn delimiter(list: &str) -> u8 {
    /// No text has it.
    const NONE: u8 = 0x1F;
    let lines: Vec<_> = list.lines().filter(|line| !line.trim().is_empty()).take(100).collect();
    let with = |mark: u8| lines.iter().filter(|line| line.as_bytes().contains(&mark)).count();
    // No name has a tab.
    let is_used = |mark: &u8| with(*mark) * 2 > lines.len() || *mark == b'\t' && with(b'\t') > 0;
    [b'\t', b';', b','].into_iter().find(is_used).unwrap_or(NONE)
}

fn is_heading(cells: &[&str]) -> bool {
    cells.iter().all(|cell| HEADINGS.contains(&unicode::search_key(cell).trim_end_matches('.')))
}

fn student(line: usize, cells: &[&str]) -> ListedStudent {
    let mut found =
        ListedStudent { line, name: String::new(), email: None, phone_number: None, refusal: None, doubt: None };
    let (mut names, mut refusal) = (Vec::new(), None);
    for cell in cells {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        let is_number = cell.chars().all(|c| c.is_ascii_digit() || "+-–()./ ".contains(c)) && digits > 0;
        if cell.contains('@') {
            match email_address::validate(cell) {
                Ok(email) => found.email = Some(email),
                Err(why) => refusal = Some(why),
            }
        } else if is_number && digits >= PHONE_DIGITS {
            match text::phone(cell) {
                Ok(number) => found.phone_number = number,
                Err(why) => refusal = Some(why),
            }
        } else if !is_number {
            names.push(*cell);
        }
    }
    let typed = names.join(" ");
    match text::name(&typed) {
        Ok(name) => found.name = name,
        Err(why) => {
            found.name = typed.chars().filter(|c| !c.is_control()).take(text::NAME_LIMIT * 2).collect();
            refusal = Some(why);
        }
    }
    ListedStudent { refusal, ..found }
}

fn add_doubts(listed: &mut [ListedStudent], known: &[String]) {
    let known: std::collections::HashSet<_> = known.iter().map(|name| unicode::search_key(name)).collect();
    let mut times: HashMap<String, usize> = HashMap::new();
    for one in listed.iter() {
        *times.entry(unicode::search_key(&one.name)).or_default() += 1;
    }
    for one in listed.iter_mut().filter(|one| one.refusal.is_none()) {
        let key = unicode::search_key(&one.name);
        one.doubt = match &one.name {
            _ if known.contains(&key) => Some(Doubt::Known),
            _ if times.get(&key).is_some_and(|times| *times > 1) => Some(Doubt::Twice),
            name if name.contains(|c: char| c.is_ascii_digit()) => Some(Doubt::Digits),
            name if name.split(' ').count() > WORDS => Some(Doubt::Several),
            _ => None,
        };
    }
}

#[cfg(test)]
mod tests;
