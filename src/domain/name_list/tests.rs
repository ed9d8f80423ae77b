//! Lists as people paste them, and tables as spreadsheets save them.

use encoding_rs::{WINDOWS_1252, WINDOWS_1253};

use super::*;

fn names(list: &str) -> Vec<String> {
    parse(list, &[]).expect("a list").into_iter().map(|one| one.name).collect()
}

fn utf_16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn a_table_is_read_in_every_encoding_and_with_every_delimiter() {
    for mark in ["\t", ";", ","] {
        for (one, other) in [("Μαρία", "Παπαδοπούλου"), ("Zoë", "Müller"), ("Ana", "Garcia")] {
            let text = format!(
                "No.{mark}Name{mark}Surname{mark}Email\r\n1{mark}{one}{mark}{other}{mark}a@school.example\r\n2{mark}Ben{mark}Ross{mark}\r\n"
            );
            let (western, _, _) = WINDOWS_1252.encode(&text);
            let (greek, _, _) = WINDOWS_1253.encode(&text);
            let mut files = vec![
                text.as_bytes().to_vec(),
                [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
                utf_16(&text, false),
                utf_16(&text, true),
            ];
            // Each code page has only its own letters.
            if one != "Zoë" {
                files.push(greek.into_owned());
            }
            if one != "Μαρία" {
                files.push(western.into_owned());
            }
            for file in files {
                let listed = parse(&decode(&file).expect("a table"), &[]).expect("a list");
                assert_eq!(listed[0].name, format!("{one} {other}"), "{mark:?} {file:?}");
                assert_eq!(listed[0].email.as_deref(), Some("a@school.example"));
                assert_eq!((listed[1].name.as_str(), listed.len()), ("Ben Ross", 2));
            }
        }
    }
}

#[test]
fn a_list_is_read_as_people_paste_it() {
    assert_eq!(names("Ana\n\n  Ben Ross  \r\nChloé\n"), ["Ana", "Ben Ross", "Chloé"]);
    assert_eq!(names("Name\nAna"), ["Ana"]);
    assert_eq!(names("Ross, Ben\nGarcia, Ana"), ["Ross Ben", "Garcia Ana"]);
    assert_eq!(names("\"Ross, Ben\";6A\n\"Garcia, Ana\";6A"), ["Ross, Ben 6A", "Garcia, Ana 6A"]);
    assert_eq!(names("Ana 🦊\nBen"), ["Ana 🦊", "Ben"]);
    assert_eq!(names("\u{200f}דנה\u{200f}\nBen"), ["דנה", "Ben"], "marks of direction go");
    let listed = parse("Ana\t+30 691 234 5678\nBen\t210 123 4567", &[]).expect("a list");
    assert!(listed.iter().all(|one| one.phone_number.is_some()), "{listed:?}");
}

#[test]
fn doubtful_lines_are_marked_and_bad_ones_refused() {
    let list = format!("Ana\nANA\nBen 2\nCleo\nOne two three four five six\n{}\nno@address", "x".repeat(41));
    let listed = parse(&list, &["cleo".to_owned()]).expect("a list");
    let doubts: Vec<_> = listed.iter().map(|one| one.doubt).collect();
    let (twice, known) = (Some(Doubt::Twice), Some(Doubt::Known));
    assert_eq!(doubts, [twice, twice, Some(Doubt::Digits), known, Some(Doubt::Several), None, None]);
    assert_eq!(listed[5].refusal, Some(Refusal::NameTooLong));
    assert_eq!(listed[6].refusal, Some(Refusal::NameEmpty));
    assert_eq!((listed[5].line, listed[6].line), (6, 7));
    let five = parse("Ana\nAna\nAna\nAna\nAna", &[]).expect("a list");
    assert_eq!(five.iter().filter(|one| one.doubt == twice).count(), 5);
}

#[test]
fn what_is_no_list_is_refused() {
    assert_eq!(parse("", &[]).err(), Some(Refusal::NamesMany));
    assert_eq!(parse("Name\n", &[]).err(), Some(Refusal::NamesMany));
    assert_eq!(parse(&"Ana Garcia\n".repeat(10_000), &[]).err(), Some(Refusal::NamesMany));
    assert_eq!(parse(&"Ana\n".repeat(NAMES), &[]).map(|all| all.len()), Ok(NAMES));
    for file in [&b"PK\x03\x04\x14\0\x06\0\x08\0"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", b"\x89PNG\r\n\x1a\n\0"]
    {
        assert_eq!(decode(file).err(), Some(Refusal::TableBad), "{file:?}");
    }
    assert_eq!(decode(b"\xFF\xFEA").err(), Some(Refusal::TableBad), "half a character");
}
