//! The audit trail: who did what, newest first, filtered by person, action and time.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    access::{Role, SignUpPolicy},
    clock::{self, Time},
    db::moderation::GUEST,
    domain::{
        School, accounts,
        audit::{self, AuditAction, AuditEntry, AuditFilter},
        logins::EVERYWHERE,
    },
    error::Refusal,
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::PageContext,
        pages::{admin::mails::subject, when},
    },
};

const PAGE: &str = "/admin/audit";

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    person: String,
    #[serde(default)]
    deed: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    before: String,
}

/// The sentence of an entry. The author is a link to all entries about them; names are escaped.
fn sentence(line: &AuditEntry, language: Language) -> String {
    let by = match (&line.person, line.person_id) {
        (Some(name), _) => name.clone(),
        (None, Some(_)) => language.text("somebody-erased"),
        // A failed sign-in has no author: its subject is the account that was tried.
        (None, None) if line.deed == AuditAction::SignInFailed.as_str() => language.text("audit-somebody"),
        (None, None) => language.text("audit-server"),
    };
    let about = match (&line.about, line.about_id) {
        (Some(name), _) if line.deed == AuditAction::SettingChanged.as_str() => {
            language.text(&format!("setting-{name}"))
        }
        (Some(kind), _) if line.deed == AuditAction::MailRetried.as_str() => subject(language, kind),
        (Some(name), _) => name.clone(),
        (None, Some(_)) => language.text("somebody-erased"),
        (None, None) => String::new(),
    };
    let key = match line.deed.as_str() {
        "sign-in-failed" if !about.is_empty() => "did-sign-in-failed-as".to_owned(),
        "session-participant-removed" if line.detail.as_deref() == Some(GUEST) => {
            "did-session-guest-removed".to_owned()
        }
        "account-made" if line.person_id.is_none() => "did-account-made-itself".to_owned(),
        deed => format!("did-{deed}"),
    };
    let sentence = language.marked(&key, &[("by", by.as_str()), ("about", about.as_str())].into_iter().collect());
    match line.person_id {
        Some(id) => sentence.replace("<a>", &format!("<a href=\"{PAGE}?person={id}\">")),
        None => sentence.replace("<a>", "<strong>").replace("</a>", "</strong>"),
    }
}

/// An entry's detail in words: the name of a role, or the reason of a refused sign-in.
fn detail(line: &AuditEntry, language: Language) -> Option<String> {
    let detail = line.detail.as_deref()?;
    let role = |name: &str| Role::parse(name).map(|role| language.text(&format!("role-{}", role.as_str())));
    Some(match AuditAction::parse(&line.deed) {
        Some(AuditAction::AccountMade) => role(detail)?,
        Some(AuditAction::RoleChanged) => change(detail, role),
        Some(AuditAction::SettingChanged) => change(detail, |value| {
            let policy = SignUpPolicy::parse(value)?;
            Some(language.text(&format!("settings-sign-up-{}", policy.as_str())))
        }),
        Some(AuditAction::SignInFailed) => match Refusal::ALL.iter().find(|refusal| refusal.code() == detail) {
            Some(Refusal::Blocked) => language.text("audit-blocked"),
            Some(Refusal::AwaitsApproval) => language.text("audit-awaits-approval"),
            Some(Refusal::Unconfirmed) => language.text("audit-unconfirmed"),
            _ => language.text("audit-wrong-password"),
        },
        Some(AuditAction::ParticipantRemoved) if detail == GUEST => return None,
        Some(AuditAction::SignedOut) if detail == EVERYWHERE => language.text("audit-everywhere"),
        _ => detail.to_owned(),
    })
}

/// A detail that says what was there before and what is now, with both values in words if both have words.
fn change(detail: &str, word: impl Fn(&str) -> Option<String>) -> String {
    let values = detail.split_once(" → ").and_then(|(from, to)| word(from).zip(word(to)));
    values.map_or_else(|| detail.to_owned(), |(from, to)| format!("{from} → {to}"))
}

fn entry_values(line: &AuditEntry, language: Language, zone: Tz, now: Time) -> Value {
    context! {
        at => when::at(language, line.at, zone, now),
        did => Value::from_safe_string(sentence(line, language)),
        detail => detail(line, language),
        address => line.address.as_deref(),
        warns => line.deed == AuditAction::SignInFailed.as_str(),
    }
}

/// The beginning of a day in a time zone. An empty text is no limit.
fn midnight(date: &str, zone: Tz, later: u64) -> Result<Option<Time>, Refusal> {
    if date.trim().is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d").map_err(|_| Refusal::TimeBad)?;
    let day = day.checked_add_days(Days::new(later)).ok_or(Refusal::TimeBad)?;
    // In zones where clocks skip midnight, the day begins an hour later.
    let hours = [0, 1].into_iter().filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
    let begins = hours.filter_map(|time| zone.from_local_datetime(&day.and_time(time)).earliest()).next();
    begins.map(|at| Some(at.to_utc())).ok_or(Refusal::TimeBad)
}

fn wanted(asked: &ListQuery, zone: Tz) -> Result<AuditFilter, Refusal> {
    Ok(AuditFilter {
        whom: asked.person.clone(),
        deed: AuditAction::parse(&asked.deed),
        from: midnight(&asked.from, zone, 0)?,
        until: midnight(&asked.until, zone, 1)?,
        before: asked.before.parse().ok(),
    })
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (wanted, wrong) = match wanted(&asked, zone) {
        Ok(wanted) => (wanted, None),
        Err(refusal) => (AuditFilter::default(), Some(refusal)),
    };
    let page = audit::search(&school, by, wanted).await?;
    let last = page.lines.last().map(|line| line.id.to_string());
    let (language, now) = (cx.language(), clock::now());
    let deeds = AuditAction::ALL.iter().map(|deed| {
        let id = deed.as_str();
        context! { id, name => language.text(&format!("deed-{id}")) }
    });
    let context = context! {
        asked => context! {
            person => asked.person.as_str(),
            deed => asked.deed.as_str(),
            from => asked.from.as_str(),
            until => asked.until.as_str(),
            later => !asked.before.is_empty(),
        },
        deeds => deeds.collect::<Vec<_>>(),
        before => last.filter(|_| page.more),
        lines => page.lines.iter().map(|line| entry_values(line, language, zone, now)).collect::<Vec<_>>(),
        zone => when::place(zone),
        message => wrong.map(|refusal| cx.refusal_text(refusal)),
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    Ok(cx.page(status, "admin/audit.html", context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_on_the_readers_clock() {
        let at = |date: &str, zone: &str, later| midnight(date, zone.parse().expect("a zone"), later);
        let text = |at: Result<Option<Time>, Refusal>| at.expect("a day").expect("a time").to_rfc3339();
        assert_eq!(text(at("2026-11-20", "Europe/Athens", 0)), "2026-11-19T22:00:00+00:00");
        assert_eq!(text(at("2026-11-20", "Europe/Athens", 1)), "2026-11-20T22:00:00+00:00");
        // This day has no midnight.
        assert_eq!(text(at("2024-04-26", "Africa/Cairo", 0)), "2024-04-25T22:00:00+00:00");
        assert_eq!(at(" ", "UTC", 0), Ok(None));
        for wrong in ["yesterday", "2026-02-30", "-"] {
            assert_eq!(at(wrong, "UTC", 0), Err(Refusal::TimeBad), "{wrong}");
        }
    }
}
