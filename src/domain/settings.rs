//! The settings that administrators change while the server runs: the school's name, its languages, its limits, and how long data
//! is kept. They are stored in the database and held in memory; the configuration overrides them.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{School, holidays};
pub use crate::db::settings::SchoolSettings;
use crate::{
    access::{Identity, SchoolAct, SignUpPolicy, allows},
    clock,
    cluster::Announcement,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        settings,
    },
    error::{Failure, Refusal},
    outbound::email_address,
    protocol::{showing::ShowingRule, text},
    texts::Language,
    unicode,
};

/// The name of a school that has not set one.
pub const NAMELESS: &str = "Lyceum";

const NAME: usize = 60;
const CAPACITY: std::ops::RangeInclusive<i32> = 1..=1000;
const UPLOAD: std::ops::RangeInclusive<i32> = 1..=10_000;
const QUOTA: std::ops::RangeInclusive<i32> = 1..=1_000_000;
const EMPTY: std::ops::RangeInclusive<i32> = 0..=10_080;
const GUESTS: std::ops::RangeInclusive<i32> = 0..=3650;
const ATTENDANCE: std::ops::RangeInclusive<i32> = 1..=3650;
const ADDRESSES: std::ops::RangeInclusive<i32> = 1..=3650;
const AUDIT: std::ops::RangeInclusive<i32> = 30..=3650;
/// The longest text of the school's own pages, in letters.
const SCHOOL_TEXT: usize = 3000;
/// The most mail domains.
const DOMAINS: usize = 20;
const REGISTRATION: std::ops::RangeInclusive<i32> = 1..=365;

/// The current settings: this node's copy, which it reads again when a change is announced. A caller gets all of them from one
/// moment.
pub struct CurrentSettings(RwLock<Arc<SchoolSettings>>);

impl CurrentSettings {
    pub fn new(choices: SchoolSettings) -> Self {
        Self(RwLock::new(Arc::new(choices)))
    }

    pub(super) fn set(&self, choices: SchoolSettings) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(choices);
    }
}

/// The configuration that overrides the settings; the page does not change it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConfigOverrides {
    /// In bytes.
    pub upload: Option<u64>,
    pub quota: Option<u64>,
    /// `Some(None)` means that an empty lesson never ends by itself.
    pub empty_room: Option<Option<Duration>>,
}

impl School {
    /// The current settings.
    pub fn current_settings(&self) -> Arc<SchoolSettings> {
        Arc::clone(&self.choices.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The school's name.
    pub fn name(&self) -> String {
        self.current_settings().name().to_owned()
    }

    /// The largest file that a teacher may upload, in bytes.
    pub fn upload_limit(&self) -> u64 {
        self.settings.given.upload.unwrap_or_else(|| megabytes(self.current_settings().upload_mb))
    }

    /// How much one teacher may upload in total, in bytes.
    pub fn quota(&self) -> u64 {
        self.settings.given.quota.unwrap_or_else(|| megabytes(self.current_settings().quota_mb))
    }

    /// How long a live lesson may be empty before it ends by itself; `None` means for ever.
    pub fn empty_room(&self) -> Option<Duration> {
        let minutes = || Some(self.current_settings().empty_room_minutes).filter(|minutes| *minutes > 0);
        self.settings.given.empty_room.unwrap_or_else(|| minutes().map(|minutes| Duration::minutes(minutes.into())))
    }
}

fn megabytes(count: i32) -> u64 {
    u64::from(count.unsigned_abs()) * 1_000_000
}

impl SchoolSettings {
    /// The school's name.
    pub fn name(&self) -> &str {
        if self.school_name.is_empty() { NAMELESS } else { &self.school_name }
    }

    /// The languages that people may choose from; at least one.
    pub fn offered(&self) -> Vec<Language> {
        let mut offered: Vec<_> = self.languages.iter().filter_map(|code| Language::parse(code)).collect();
        if offered.is_empty() {
            offered.push(Language::ENGLISH);
        }
        offered
    }

    /// Who may become a teacher by signing up.
    pub fn sign_up_policy(&self) -> SignUpPolicy {
        SignUpPolicy::parse(&self.sign_up).unwrap_or(SignUpPolicy::Invitation)
    }

    /// Whether this address is of one of the mail domains whose people may become teachers.
    pub fn has_domain(&self, email: &str) -> bool {
        let domain = email.rsplit('@').next().and_then(email_address::domain_to_ascii);
        let ours = |listed: &String| email_address::domain_to_ascii(listed) == domain;
        domain.is_some() && self.sign_up_domains.iter().any(ours)
    }

    fn checked(self) -> Result<Self, Refusal> {
        let school_name = text::caption(&self.school_name).map_err(|_| Refusal::SchoolNameBad)?;
        if school_name.chars().count() > NAME || school_name.contains('\n') {
            return Err(Refusal::SchoolNameBad);
        }
        // In the order in which they are shown, each once.
        let languages = Language::ALL.iter().map(|language| language.code().to_owned());
        let languages: Vec<_> = languages.filter(|code| self.languages.contains(code)).collect();
        if languages.is_empty() || !self.languages.iter().all(|code| Language::parse(code).is_some()) {
            return Err(Refusal::LanguagesBad);
        }
        if !CAPACITY.contains(&self.highest_capacity) || !(1..=self.highest_capacity).contains(&self.capacity) {
            return Err(Refusal::CapacitiesBad);
        }
        if !UPLOAD.contains(&self.upload_mb) {
            return Err(Refusal::UploadLimitBad);
        }
        if !QUOTA.contains(&self.quota_mb) {
            return Err(Refusal::QuotaBad);
        }
        if !EMPTY.contains(&self.empty_room_minutes) {
            return Err(Refusal::EmptyRoomBad);
        }
        if self.attendance_days.is_some_and(|days| !ATTENDANCE.contains(&days)) {
            return Err(Refusal::AttendanceDaysBad);
        }
        if !GUESTS.contains(&self.guest_days) {
            return Err(Refusal::GuestDaysBad);
        }
        if !AUDIT.contains(&self.audit_days) {
            return Err(Refusal::AuditDaysBad);
        }
        if !ADDRESSES.contains(&self.address_days) {
            return Err(Refusal::AddressDaysBad);
        }
        if !REGISTRATION.contains(&self.registration_days) {
            return Err(Refusal::RegistrationDaysBad);
        }
        if [&self.cameras, &self.screens].into_iter().any(|rule| ShowingRule::parse(rule).is_none()) {
            return Err(Refusal::ShowingRuleBad);
        }
        let holidays = holidays::to_text(&holidays::parse(&self.holidays)?);
        let policy = SignUpPolicy::parse(&self.sign_up).ok_or(Refusal::SignUpBad)?;
        let domains = self.sign_up_domains.iter().map(|domain| domain.trim().trim_start_matches('@').to_lowercase());
        let mut sign_up_domains: Vec<_> = domains.filter(|domain| !domain.is_empty()).collect();
        sign_up_domains.sort();
        sign_up_domains.dedup();
        let valid = sign_up_domains.len() <= DOMAINS
            && sign_up_domains.iter().all(|domain| email_address::validate(&format!("a@{domain}")).is_ok());
        if !valid || policy == SignUpPolicy::Domain && sign_up_domains.is_empty() {
            return Err(Refusal::DomainsBad);
        }
        let written = |text: &str| {
            let text = unicode::clean(text).trim().to_owned();
            let fine =
                text.chars().count() <= SCHOOL_TEXT && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
            if fine { Ok(text) } else { Err(Refusal::SchoolTextBad) }
        };
        let (help_text, privacy_text) = (written(&self.help_text)?, written(&self.privacy_text)?);
        let contact_text = written(&self.contact_text)?;
        Ok(Self { school_name, languages, sign_up_domains, help_text, privacy_text, contact_text, holidays, ..self })
    }

    /// The settings by the names that the audit trail gives them.
    fn audit_values(&self) -> [(&'static str, String); 21] {
        [
            ("school_name", self.name().to_owned()),
            ("languages", self.languages.join(", ")),
            ("capacity", self.capacity.to_string()),
            ("highest_capacity", self.highest_capacity.to_string()),
            ("upload_mb", self.upload_mb.to_string()),
            ("quota_mb", self.quota_mb.to_string()),
            ("empty_room_minutes", self.empty_room_minutes.to_string()),
            ("cameras", self.cameras.clone()),
            ("screens", self.screens.clone()),
            ("keep_chat", if self.keep_chat { "✓" } else { "–" }.to_owned()),
            ("attendance_days", self.attendance_days.map_or_else(|| "∞".to_owned(), |days| days.to_string())),
            ("guest_days", self.guest_days.to_string()),
            ("audit_days", self.audit_days.to_string()),
            ("address_days", self.address_days.to_string()),
            ("registration_days", self.registration_days.to_string()),
            ("sign_up", self.sign_up.clone()),
            ("sign_up_domains", self.sign_up_domains.join(", ")),
            ("holidays", self.holidays.replace('\n', ", ")),
            ("help_text", self.help_text.clone()),
            ("privacy_text", self.privacy_text.clone()),
            ("contact_text", self.contact_text.clone()),
        ]
    }
}

/// How the trail tells the value of a setting: a text of the school's pages by its length and its beginning.
fn summary(name: &str, value: &str) -> String {
    if !name.ends_with("_text") {
        return value.to_owned();
    }
    let start: String = value.lines().next().unwrap_or_default().chars().take(40).collect();
    if value.is_empty() { "–".to_owned() } else { format!("{start}… ({})", value.chars().count()) }
}

/// The settings for the page, with those that the configuration overrides.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub fn see(school: &School, by: &Identity) -> Result<(Arc<SchoolSettings>, ConfigOverrides), Failure> {
    permit(by)?;
    Ok((school.current_settings(), school.settings.given))
}

/// Changes the settings, which takes effect at once, also in live lessons. Each changed setting gets a line in the audit trail.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::SettingsChanged`] since the version in `choices`, or the refusal of an invalid setting.
pub async fn change(school: &School, by: &Identity, choices: SchoolSettings) -> Result<(), Failure> {
    permit(by)?;
    let (by, choices) = (Some(by.author()), choices.checked()?);
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let before = settings::lock(connection)?;
            if before.version != choices.version {
                return Err(Failure::from(Refusal::SettingsChanged));
            }
            let version = before.version + i32::from(before != choices);
            let choices = SchoolSettings { version, ..choices };
            settings::save(connection, &choices)?;
            for ((name, old), (_, new)) in before.audit_values().into_iter().zip(choices.audit_values()) {
                if old != new {
                    let detail = format!("{} → {}", summary(name, &old), summary(name, &new));
                    let line = NewAuditEntry {
                        by,
                        deed: AuditAction::SettingChanged,
                        about: AuditSubject::Called(name),
                        detail: &detail,
                    };
                    audit::write(connection, clock::now(), line)?;
                }
            }
            Ok(())
        })
    };
    school.pool.run(change).await?;
    school.bus.announce(Announcement::SettingsChanged).await;
    Ok(())
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::ChangeSettings) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> SchoolSettings {
        SchoolSettings {
            school_name: String::new(),
            languages: vec!["en".to_owned(), "el".to_owned()],
            capacity: 300,
            highest_capacity: 1000,
            upload_mb: 200,
            quota_mb: 2000,
            empty_room_minutes: 10,
            keep_chat: false,
            attendance_days: None,
            guest_days: 0,
            audit_days: 365,
            address_days: 7,
            registration_days: 7,
            version: 0,
            sign_up: "invitation".to_owned(),
            sign_up_domains: Vec::new(),
            help_text: String::new(),
            privacy_text: String::new(),
            holidays: String::new(),
            cameras: "asked".to_owned(),
            screens: "asked".to_owned(),
            contact_text: String::new(),
        }
    }

    #[test]
    fn invalid_settings_are_refused_by_name() {
        let wrong = |change: fn(&mut SchoolSettings)| {
            let mut choices = usual();
            change(&mut choices);
            choices.checked().err()
        };
        assert_eq!(wrong(|_| ()), None);
        for (refusal, change) in [
            (Refusal::SchoolNameBad, (|one| one.school_name = "a".repeat(NAME + 1)) as fn(&mut SchoolSettings)),
            (Refusal::SchoolNameBad, |one| one.school_name = "a\u{7}b".to_owned()),
            (Refusal::SchoolNameBad, |one| one.school_name = "a\nb".to_owned()),
            (Refusal::LanguagesBad, |one| one.languages.clear()),
            (Refusal::LanguagesBad, |one| one.languages.push("tlh".to_owned())),
            (Refusal::CapacitiesBad, |one| one.highest_capacity = 1001),
            (Refusal::CapacitiesBad, |one| one.highest_capacity = 299),
            (Refusal::CapacitiesBad, |one| one.capacity = 0),
            (Refusal::UploadLimitBad, |one| one.upload_mb = 0),
            (Refusal::QuotaBad, |one| one.quota_mb = 1_000_001),
            (Refusal::EmptyRoomBad, |one| one.empty_room_minutes = -1),
            (Refusal::AttendanceDaysBad, |one| one.attendance_days = Some(0)),
            (Refusal::GuestDaysBad, |one| one.guest_days = -1),
            (Refusal::AddressDaysBad, |one| one.address_days = 0),
            (Refusal::AuditDaysBad, |one| one.audit_days = 29),
            (Refusal::RegistrationDaysBad, |one| one.registration_days = 366),
            (Refusal::SchoolTextBad, |one| one.help_text = "a".repeat(SCHOOL_TEXT + 1)),
            (Refusal::HolidaysBad, |one| one.holidays = "Christmas".to_owned()),
            (Refusal::SignUpBad, |one| one.sign_up = "nobody".to_owned()),
            (Refusal::DomainsBad, |one| one.sign_up = "domain".to_owned()),
            (Refusal::DomainsBad, |one| one.sign_up_domains.push("no domain".to_owned())),
        ] {
            assert_eq!(wrong(change), Some(refusal));
        }
    }

    #[test]
    fn languages_are_listed_once_in_a_fixed_order() {
        let languages = ["el", "en", "el"].map(str::to_owned).to_vec();
        let checked = SchoolSettings { languages, ..usual() }.checked().expect("they are known");
        assert_eq!(checked.languages, ["en", "el"]);
    }

    #[test]
    fn mail_domains_are_compared_in_any_case() {
        let sign_up_domains = vec![" @School.Example ".to_owned(), String::new()];
        let checked = SchoolSettings { sign_up_domains, ..usual() }.checked().expect("they are domains");
        assert_eq!(checked.sign_up_domains, ["school.example"]);
        assert!(checked.has_domain("ana@SCHOOL.example") && !checked.has_domain("ana@evil.school.example.org"));
    }

    #[test]
    fn a_school_without_a_name_is_called_lyceum() {
        assert_eq!(usual().name(), "Lyceum");
        let named = SchoolSettings { school_name: "  Hill School ".to_owned(), ..usual() }.checked().expect("a name");
        assert_eq!(named.name(), "Hill School");
    }
}
