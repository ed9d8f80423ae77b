//! Calendars for other programs (RFC 5545): an event for each lesson, and the time zones that the events name.

use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::sessions::{Session, zone_of};
use crate::{clock::Time, ids::SessionId};

/// The longest line, in bytes without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A lesson in a calendar.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: SessionId,
    pub starts_at: Time,
    pub minutes: i32,
    pub zone: Tz,
    pub title: String,
    pub description: String,
    /// Where one joins it; empty for one that is cancelled.
    pub url: String,
    /// How often it was changed.
    pub sequence: i32,
    pub cancelled: bool,
}

impl Event {
    /// The event of a session. `school_url` is the school's address; `db::schedules` knows how often it was changed.
    pub fn of(session: &Session, sequence: i32, school_url: &str) -> Self {
        Self {
            id: session.id,
            starts_at: session.starts_at,
            minutes: session.minutes,
            zone: zone_of(session),
            title: session.title.clone(),
            description: session.description.clone(),
            url: format!("{school_url}/join/{}", session.code),
            sequence,
            cancelled: false,
        }
    }
}

/// Who takes part in an invitation: a name and a mail address.
#[derive(Clone, Debug)]
pub struct Party {
    pub name: String,
    pub address: String,
}

/// A calendar as a text. `host` makes the events' names unique in the world.
pub fn calendar(name: &str, host: &str, events: &[Event], now: Time) -> String {
    let mut text = Text::default();
    begin(&mut text, "PUBLISH");
    text.line(&format!("X-WR-CALNAME:{}", escaped(name)));
    text.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    time_zones(&mut text, events);
    for event in events {
        write(&mut text, event, None, host, now);
    }
    text.line("END:VCALENDAR");
    text.0
}

/// An invitation for a mail (RFC 5546, 3.2.2): `METHOD:REQUEST`, or `CANCEL` for an event that is cancelled. The mail's part needs the
/// same method in its content type. The event has the same name as in the feeds.
pub fn invitation(event: &Event, organizer: &Party, attendee: &Party, host: &str, now: Time) -> String {
    let mut text = Text::default();
    begin(&mut text, method_of(event));
    time_zones(&mut text, std::slice::from_ref(event));
    write(&mut text, event, Some((organizer, attendee)), host, now);
    text.line("END:VCALENDAR");
    text.0
}

/// The method of an invitation.
pub fn method_of(event: &Event) -> &'static str {
    if event.cancelled { "CANCEL" } else { "REQUEST" }
}

fn begin(text: &mut Text, method: &str) {
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lyceum//Lessons//EN", "CALSCALE:GREGORIAN"] {
        text.line(line);
    }
    text.line(&format!("METHOD:{method}"));
}

/// The zones of these events, each once.
fn time_zones(text: &mut Text, events: &[Event]) {
    let mut zones: Vec<Tz> = events.iter().map(|event| event.zone).filter(|zone| !is_utc(*zone)).collect();
    zones.sort_unstable_by_key(|zone| zone.name());
    zones.dedup();
    for zone in zones {
        let times = events.iter().filter(|event| event.zone == zone).map(|event| event.starts_at);
        let (Some(first), Some(last)) = (times.clone().min(), times.max()) else { continue };
        time_zone(text, zone, first, last);
    }
}

fn write(text: &mut Text, event: &Event, people: Option<(&Party, &Party)>, host: &str, now: Time) {
    text.line("BEGIN:VEVENT");
    text.line(&format!("UID:{}@{host}", event.id));
    text.line(&format!("DTSTAMP:{}", utc(now)));
    text.line(&format!("SEQUENCE:{}", event.sequence));
    let ends_at = event.starts_at + Duration::minutes(event.minutes.into());
    for (name, at) in [("DTSTART", event.starts_at), ("DTEND", ends_at)] {
        if is_utc(event.zone) || clocks_change(event.zone, event.starts_at, ends_at) {
            text.line(&format!("{name}:{}", utc(at)));
        } else {
            let local = at.with_timezone(&event.zone).naive_local();
            text.line(&format!("{name};TZID={}:{}", event.zone.name(), stamp(local)));
        }
    }
    text.line(&format!("SUMMARY:{}", escaped(&event.title)));
    if !event.description.is_empty() {
        text.line(&format!("DESCRIPTION:{}", escaped(&event.description)));
    }
    if !event.url.is_empty() {
        text.line(&format!("URL:{}", event.url));
        text.line(&format!("LOCATION:{}", escaped(&event.url)));
    }
    if let Some((organizer, attendee)) = people {
        text.line(&format!("ORGANIZER;CN={}:mailto:{}", quoted(&organizer.name), organizer.address));
        let part = "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE";
        text.line(&format!("ATTENDEE;CN={};{part}:mailto:{}", quoted(&attendee.name), attendee.address));
    }
    text.line(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    text.line("END:VEVENT");
}

/// A zone with each change of its clocks from before the first event to after the last.
fn time_zone(text: &mut Text, zone: Tz, first: Time, last: Time) {
    text.line("BEGIN:VTIMEZONE");
    text.line(&format!("TZID:{}", zone.name()));
    let (mut at, end) = (first - Duration::days(2), last + Duration::days(2));
    let mut before = offset(zone, at);
    observance(text, zone, at, before, at.naive_utc() + Duration::seconds(before.into()));
    while at < end {
        let next = at + Duration::days(1);
        if offset(zone, next) != before {
            let change = change_between(zone, at, next);
            observance(text, zone, change, before, change.naive_utc() + Duration::seconds(before.into()));
            before = offset(zone, next);
        }
        at = next;
    }
    text.line("END:VTIMEZONE");
}

/// From `local` on, which clocks show by the offset `from`, they show the offset of `at`.
fn observance(text: &mut Text, zone: Tz, at: Time, from: i32, local: NaiveDateTime) {
    let there = at.with_timezone(&zone);
    let summer = there.offset().dst_offset() != Duration::zero();
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    text.line(&format!("BEGIN:{kind}"));
    text.line(&format!("DTSTART:{}", stamp(local)));
    text.line(&format!("TZOFFSETFROM:{}", offset_text(from)));
    text.line(&format!("TZOFFSETTO:{}", offset_text(there.offset().fix().local_minus_utc())));
    if let Some(name) = there.offset().abbreviation() {
        text.line(&format!("TZNAME:{}", escaped(name)));
    }
    text.line(&format!("END:{kind}"));
}

/// The second at which the offset of `before` ends; it does so at one moment until `after`.
fn change_between(zone: Tz, before: Time, after: Time) -> Time {
    let (old, mut low, mut high) = (offset(zone, before), before.timestamp(), after.timestamp());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let at = DateTime::from_timestamp(middle, 0).expect("it is between two times");
        if offset(zone, at) == old { low = middle } else { high = middle }
    }
    DateTime::from_timestamp(high, 0).expect("it is between two times")
}

/// Whether clocks change while an event lasts, or show its start or its end twice: programs read such times differently, unless they
/// are in UTC.
fn clocks_change(zone: Tz, start: Time, end: Time) -> bool {
    let shown_twice = |at: Time| zone.from_local_datetime(&at.with_timezone(&zone).naive_local()).single().is_none();
    offset(zone, start) != offset(zone, end) || shown_twice(start) || shown_twice(end)
}

fn offset(zone: Tz, at: Time) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

fn offset_text(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

fn is_utc(zone: Tz) -> bool {
    [Tz::UTC, Tz::Etc__UTC].contains(&zone)
}

fn utc(at: Time) -> String {
    format!("{}Z", stamp(at.naive_utc()))
}

fn stamp(at: NaiveDateTime) -> String {
    debug_assert!(at.year() > 0);
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// A text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// A text as the value of a parameter, which cannot have quotation marks (RFC 5545, 3.2).
fn quoted(text: &str) -> String {
    let plain = text.chars().map(|c| if c == '"' { '\'' } else { c });
    format!("\"{}\"", plain.filter(|c| !c.is_control()).collect::<String>())
}

#[derive(Default)]
struct Text(String);

impl Text {
    /// Adds a line, folded where it is too long, between letters.
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    fn event(start: &str, zone: Tz) -> Event {
        Event {
            id: SessionId::fresh(),
            starts_at: start.parse().expect("a time"),
            minutes: 45,
            zone,
            title: "Algebra; sets, \\ and Ζωή".to_owned(),
            description: "Bring\npaper".to_owned(),
            url: "https://school.example/join/AB29Z".to_owned(),
            sequence: 2,
            cancelled: false,
        }
    }

    #[test]
    fn a_zone_comes_with_its_changes_of_the_clock() {
        let zone = chrono_tz::Europe::Athens;
        let events = [event("2030-03-25T07:00:00Z", zone), event("2030-11-04T07:00:00Z", zone)];
        let text = calendar("Lessons", "school.example", &events, clock::now());
        assert!(text.contains("DTSTART;TZID=Europe/Athens:20300325T090000\r\n"), "{text}");
        let forward =
            "BEGIN:DAYLIGHT\r\nDTSTART:20300331T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nTZNAME:EEST\r\n";
        let back =
            "BEGIN:STANDARD\r\nDTSTART:20301027T040000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nTZNAME:EET\r\n";
        assert!(text.contains(forward) && text.contains(back), "{text}");
        assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1);
        assert!(!calendar("", "a", &[event("2030-03-25T07:00:00Z", Tz::UTC)], clock::now()).contains("VTIMEZONE"));
    }

    #[test]
    fn texts_are_escaped_and_long_lines_are_folded_between_letters() {
        let mut long = event("2030-03-25T07:00:00Z", Tz::UTC);
        long.title = format!("{}, {}", long.title, "ώ".repeat(100));
        let text = calendar("Lessons", "school.example", &[long.clone()], clock::now());
        assert!(text.lines().all(|line| line.len() <= LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(
            unfolded.contains(&format!("SUMMARY:Algebra\\; sets\\, \\\\ and Ζωή\\, {}\r\n", "ώ".repeat(100))),
            "{text}"
        );
        assert!(unfolded.contains("DESCRIPTION:Bring\\npaper\r\n") && unfolded.contains("SEQUENCE:2\r\n"), "{text}");
    }

    #[test]
    fn a_cancelled_lesson_is_cancelled_in_the_calendar() {
        let cancelled = Event { cancelled: true, url: String::new(), ..event("2030-03-25T07:00:00Z", Tz::UTC) };
        let text = calendar("Lessons", "school.example", &[cancelled], clock::now());
        assert!(text.contains("STATUS:CANCELLED\r\n") && !text.contains("URL:"), "{text}");
    }

    #[test]
    fn an_invitation_names_who_invites_and_who_is_invited() {
        let party = |name: &str| Party { name: name.to_owned(), address: "a@school.example".to_owned() };
        let event = event("2030-03-25T07:00:00Z", chrono_tz::Europe::Athens);
        let text = invitation(&event, &party("Maria, \"M\""), &party("Zoë"), "school.example", clock::now());
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("METHOD:REQUEST\r\n") && unfolded.contains("BEGIN:VTIMEZONE"), "{text}");
        assert!(unfolded.contains("ORGANIZER;CN=\"Maria, 'M'\":mailto:a@school.example\r\n"), "{text}");
        assert!(unfolded.contains("ATTENDEE;CN=\"Zoë\";ROLE="), "{text}");
        let cancelled = Event { cancelled: true, ..event };
        let text = invitation(&cancelled, &party("Maria"), &party("Zoë"), "school.example", clock::now());
        assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n"), "{text}");
    }
}
