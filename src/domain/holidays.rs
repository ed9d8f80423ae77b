//! The days on which the school has no lessons, as administrators write them: a line each, `2026-12-24 2027-01-06 Christmas`.

use chrono::NaiveDate;

use crate::{error::Refusal, unicode};

/// How many lines there may be, and letters in a name.
const LINES: usize = 100;
const NAME: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    pub name: String,
}

impl Holiday {
    pub fn has(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// # Errors
/// [`Refusal::HolidaysBad`].
pub fn parse(text: &str) -> Result<Vec<Holiday>, Refusal> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let all: Vec<_> = lines.take(LINES + 1).map(line).collect::<Option<_>>().ok_or(Refusal::HolidaysBad)?;
    if all.len() > LINES { Err(Refusal::HolidaysBad) } else { Ok(all) }
}

/// The lines as they are stored.
pub fn to_text(all: &[Holiday]) -> String {
    let line = |one: &Holiday| format!("{} {} {}", one.from, one.to, one.name).trim_end().to_owned();
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(text: &str) -> Option<Holiday> {
    let day = |word: &str| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let from = day(first)?;
    // People write a dash between two days.
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—'));
    let (second, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (to, name) = day(second).map_or((from, rest), |to| (to, name));
    let name = unicode::clean(name).trim().to_owned();
    let fine = from <= to && name.chars().count() <= NAME && !name.contains(char::is_control);
    fine.then_some(Holiday { from, to, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_day_or_a_first_and_a_last_day_and_a_name() {
        let read = parse("2026-12-24 – 2027-01-06 Christmas\n\n 2027-03-25 National day \n2027-05-01").expect("days");
        let text = "2026-12-24 2027-01-06 Christmas\n2027-03-25 2027-03-25 National day\n2027-05-01 2027-05-01";
        assert_eq!(to_text(&read), text);
        assert_eq!(parse(text), Ok(read.clone()));
        let day = |text: &str| text.parse().expect("a date");
        assert!(read[0].has(day("2027-01-06")) && !read[0].has(day("2027-01-07")) && read[1].has(day("2027-03-25")));
    }

    #[test]
    fn other_lines_are_refused() {
        let many = "2027-01-01\n".repeat(LINES + 1);
        let long = format!("2027-01-01 {}", "a".repeat(NAME + 1));
        for text in ["Christmas", "2027-02-29", "2027-01-06 2026-12-24 Christmas", "24.12.2026", &many, &long] {
            assert_eq!(parse(text), Err(Refusal::HolidaysBad), "{text}");
        }
    }
}
