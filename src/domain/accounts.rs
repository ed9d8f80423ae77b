//! Signing in and out, and the accounts themselves.

use std::{net::IpAddr, time::Instant};

use super::{
    School,
    logins::{self, Login, SignInSource},
    password_attempts::{self, SignInAttempt},
    passwords::{self, Match},
};
use diesel::{Connection, PgConnection};

use crate::{
    access::{Author, Identity, Role, SchoolAct, allows},
    clock,
    db::{
        Pool,
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        people::{self, NewPerson, Person},
        registrations,
    },
    error::{Failure, Refusal},
    ids::PersonId,
    outbound::email_address,
    protocol::text,
    unicode,
};

/// A successful sign-in.
pub struct SignedIn {
    pub login: Login,
    /// The value of the cookie that marks this browser as known.
    pub known: String,
    pub identity: Identity,
    pub person: Person,
}

/// Signs in by username or email address. `known` is the cookie of a known browser.
///
/// # Errors
/// [`Refusal::SignInWrong`], after about the same time whether the account or the password was wrong; [`Refusal::Blocked`] and
/// [`Refusal::Unconfirmed`] and [`Refusal::AwaitsApproval`] only if the password was right; [`Refusal::TooManySignIns`];
/// [`Refusal::Busy`].
pub async fn sign_in(
    school: &School,
    source: SignInSource,
    known: Option<&str>,
    identifier: &str,
    password: String,
) -> Result<SignedIn, Failure> {
    let address = source.address;
    // A text longer than any email address belongs to no account, and is not worth remembering.
    let identifier = Some(identifier.trim()).filter(|text| text.len() <= 320).unwrap_or_default();
    let identifier = unicode::fold(&email_address::as_stored(identifier));
    let (found, newcomer) = if identifier.is_empty() || identifier.contains('\0') {
        (None, None)
    } else {
        let wanted = identifier.clone();
        let look_up = move |connection: &mut PgConnection| {
            Ok((people::by_identifier(connection, &wanted)?, registrations::by_identifier(connection, &wanted)?))
        };
        school.pool.run(look_up).await?
    };
    let now = clock::now();
    let browser =
        found.as_ref().and_then(|(person, _)| password_attempts::known_browser(&school.keys, known, person.id, now));
    let mut attempt = school.sign_ins.begin(SignInAttempt::new(identifier, address, browser), Instant::now())?;
    let turn = school.hashing.next(attempt.asker()).await?;
    attempt.hashing();
    let cost = school.settings.bcrypt_cost;
    let (person, hash) = found.unzip();
    let whose = person.as_ref().map(|person| person.id);
    let compared = turn.matches(password.clone(), hash.clone(), cost).await?;
    let Some(person) = person.filter(|_| compared != Match::No) else {
        // Compared even if there is no registration, and even if a person has the same address: the time must not tell which is
        // true.
        if turn.matches(password, newcomer.map(|newcomer| newcomer.password_hash), cost).await? != Match::No {
            attempt.right();
            note_failure(school, address, None, Refusal::Unconfirmed);
            return Err(Refusal::Unconfirmed.into());
        }
        note_failure(school, address, whose, Refusal::SignInWrong);
        return Err(Refusal::SignInWrong.into());
    };
    attempt.right();
    if person.blocked_at.is_some() {
        note_failure(school, address, whose, Refusal::Blocked);
        return Err(Refusal::Blocked.into());
    }
    if !person.confirmed {
        note_failure(school, address, whose, Refusal::Unconfirmed);
        return Err(Refusal::Unconfirmed.into());
    }
    if person.awaits_approval {
        note_failure(school, address, whose, Refusal::AwaitsApproval);
        return Err(Refusal::AwaitsApproval.into());
    }
    let is_old = |hash: &String| compared == Match::Unnormalised || passwords::needs_rehash(hash, cost);
    if let Some(old) = hash.filter(is_old) {
        let (id, new) = (person.id, turn.hash(password, cost).await?);
        school.pool.run(move |connection| people::replace_hash(connection, id, &old, &new)).await?;
    }
    school.person_limits.count_sign_in(person.id)?;
    let login = logins::open(school, &person, source).await?;
    let identity = login.identity(&person)?;
    let known = password_attempts::known_browser_cookie(&school.keys, known, person.id, now);
    Ok(SignedIn { login, known, identity, person })
}

/// Records a failed sign-in without delaying the answer: its time must not tell whether the account exists. The record leaves out
/// what was typed, because that may be a password.
fn note_failure(school: &School, address: IpAddr, whose: Option<PersonId>, why: Refusal) {
    if !school.sign_ins.may_record_failure() {
        return;
    }
    let pool = school.pool.clone();
    let write = move |connection: &mut PgConnection| {
        let about = whose.map_or(AuditSubject::Nothing, AuditSubject::Person);
        let line = NewAuditEntry { by: None, deed: AuditAction::SignInFailed, about, detail: why.code() };
        audit::write_from(connection, clock::now(), line, address)
    };
    actix_rt::spawn(async move {
        if let Err(failure) = pool.run(write).await {
            tracing::warn!(%failure, "a failed sign-in could not be recorded");
        }
    });
}

/// The person's own profile.
///
/// # Errors
/// [`Refusal::SignInNeeded`] when the account is gone.
pub async fn person(school: &School, by: &Identity) -> Result<Person, Failure> {
    if !allows(Some(by.role), SchoolAct::SeeOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let id = by.person;
    let found = school.pool.run(move |connection| people::find(connection, id)).await?;
    Ok(found.ok_or(Refusal::SignInNeeded)?)
}

/// Remembers the time zone of a person's browser, unless one is known already.
///
/// # Errors
/// A database error.
pub async fn suggest_time_zone(school: &School, by: &Identity, zone: chrono_tz::Tz) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::EditOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let id = by.person;
    school.pool.run(move |connection| people::suggest_time_zone(connection, id, zone.name())).await
}

/// The time zone in which this person reads times: the one of their profile or, until they choose one, of the first browser in
/// which they signed in.
pub fn zone_of(person: &Person) -> chrono_tz::Tz {
    use chrono_tz::Tz;
    // A person who has chosen UTC has this one: "UTC" means that none is known.
    person.time_zone.parse().ok().filter(|zone| *zone != Tz::Etc__UTC).unwrap_or(Tz::UTC)
}

/// A new account, as the caller describes it.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub username: String,
    pub email: String,
    pub name: String,
    pub password: String,
    pub role: Role,
    pub confirmed: bool,
    pub time_zone: chrono_tz::Tz,
}

/// Creates an account; `cost` is bcrypt's. The caller checks the permission: the command line or the demo school. It takes no
/// [`School`], because the command line has none: a server may be running, and its rooms must not be opened twice.
///
/// # Errors
/// The refusal of an invalid field, or [`Refusal::AccountExists`].
pub async fn create(pool: &Pool, cost: u32, account: NewAccount) -> Result<PersonId, Failure> {
    let person = new_person_row(cost, account).await?;
    let insert = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            people::insert(connection, &person)?;
            record_account_created(connection, None, person.id, &person.role)?;
            Ok(person.id)
        })
    };
    pool.run(insert).await
}

/// The row of a new account, checked, with its password hashed.
pub(super) async fn new_person_row(cost: u32, account: NewAccount) -> Result<NewPerson, Failure> {
    let username = validate_username(&account.username)?;
    let email = email_address::validate(&account.email)?;
    let name = text::name(&account.name)?;
    passwords::check(&account.password, &[&username, &email, &name])?;
    let password_hash = passwords::hash(account.password, cost).await?;
    Ok(NewPerson {
        confirmed: account.confirmed,
        time_zone: account.time_zone.name().to_owned(),
        ..NewPerson::new(username, email, name, account.role.as_str(), password_hash)
    })
}

/// Runs within a transaction: records that an account was created.
pub(super) fn record_account_created(
    connection: &mut PgConnection,
    by: Option<Author>,
    person: PersonId,
    role: &str,
) -> Result<(), Failure> {
    let line = NewAuditEntry { by, deed: AuditAction::AccountMade, about: AuditSubject::Person(person), detail: role };
    audit::write(connection, clock::now(), line)
}

pub(super) fn validate_username(raw: &str) -> Result<String, Refusal> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let username = raw.trim();
    if (2..=40).contains(&username.len()) && username.bytes().all(fits) {
        Ok(username.to_owned())
    } else {
        Err(Refusal::UsernameBad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_cannot_be_mistaken_for_an_email_address() {
        assert_eq!(validate_username(" m.rossi ").as_deref(), Ok("m.rossi"));
        for wrong in ["", "a", "a@b", "two words", "ζωή", &"a".repeat(41)] {
            assert_eq!(validate_username(wrong), Err(Refusal::UsernameBad), "{wrong:?}");
        }
    }
}
