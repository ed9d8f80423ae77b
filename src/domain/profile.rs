//! What people change about themselves: name, phone number, avatar, language and password.

use std::net::IpAddr;

use chrono_tz::Tz;
use diesel::{Connection, PgConnection};

use super::{
    School,
    hash_queue::Asker,
    mail_jobs::{self, MailReason},
    passwords, streams,
};
use crate::{
    access::{Author, Identity, SchoolAct, allows},
    clock,
    cluster::Announcement,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        logins, password_resets, people,
        people::Person,
        stream_keys,
    },
    error::{Failure, Refusal},
    ids::{LoginId, PersonId, SessionId, StreamKeyId},
    protocol::{Avatar, text},
    texts::Language,
};

/// Further changes of a profile within this time get no line of their own in the audit trail.
const ONE_SITTING: chrono::Duration = chrono::Duration::minutes(10);

/// The changes that a person asks for; a field that is unset stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    pub name: Option<String>,
    /// An empty text removes it.
    pub phone: Option<String>,
    /// Parts of an [`Avatar`]; missing parts stay as they are.
    pub avatar: Option<serde_json::Value>,
    pub password: Option<String>,
    /// `Some(None)` follows the language that the browser asks for.
    pub language: Option<Option<Language>>,
    /// The time zone in which they read times.
    pub time_zone: Option<Tz>,
    /// Required by doors where another person may use the browser.
    pub current_password: Option<String>,
}

/// Changes the caller's own profile. A new password ends all other logins, and a mail tells of it.
///
/// # Errors
/// The refusal of an invalid field; [`Refusal::PasswordWrong`]; [`Refusal::SignInNeeded`] when the account is gone.
pub async fn change(school: &School, by: &Identity, changes: Changes) -> Result<Person, Failure> {
    if !allows(Some(by.role), SchoolAct::EditOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let Changes { name, phone, avatar, password, current_password, language, time_zone } = changes;
    let name = name.map(|name| text::name(&name)).transpose()?;
    let phone = phone.map(|phone| text::phone(&phone)).transpose()?;
    let (id, login, from, cost) = (by.person, by.login, by.from, school.settings.bcrypt_cost);
    let found = school.pool.run(move |connection| people::with_hash(connection, id)).await?;
    let (person, hash) = found.ok_or(Refusal::SignInNeeded)?;
    let password_hash = match password {
        None => None,
        Some(password) => {
            let names = [person.username.as_str(), &person.email, name.as_deref().unwrap_or(&person.name)];
            passwords::check(&password, &names)?;
            let _alone = school.sign_ins.hash_of(id)?;
            let turn = school.hashing.next(Asker::Known(id)).await?;
            if let Some(current) = current_password {
                school.sign_ins.check_own(&person, current, hash, cost, &turn).await?;
            }
            school.sign_ins.count_change(id)?;
            Some(turn.hash(password, cost).await?)
        }
    };
    let avatar = avatar.map(|changes| with_changes(person.avatar, changes)).transpose()?;
    let new_look = avatar.clone();
    let new_password = password_hash.is_some();
    let author = Some(by.author());
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if let Some(name) = &name {
                people::set_name(connection, id, name)?;
            }
            if let Some(number) = &phone {
                people::set_phone(connection, id, number.as_deref())?;
            }
            if let Some(language) = language {
                people::set_language(connection, id, language.map(Language::code))?;
            }
            if let Some(zone) = time_zone {
                people::set_time_zone(connection, id, zone.name())?;
            }
            if let Some(avatar) = &avatar {
                people::set_avatar(connection, id, avatar)?;
            }
            if name.is_some() || phone.is_some() {
                let line = NewAuditEntry {
                    by: author,
                    deed: AuditAction::ProfileChanged,
                    about: AuditSubject::Nothing,
                    detail: "",
                };
                let now = clock::now();
                audit::write_once(connection, now, now - ONE_SITTING, line)?;
            }
            let keys = match &password_hash {
                Some(hash) => set_password(connection, id, hash, Some(login), from)?,
                None => Vec::new(),
            };
            Ok::<_, Failure>((people::find(connection, id)?, keys))
        })
    };
    let (changed, keys) = school.pool.run(change).await?;
    let changed = changed.ok_or(Refusal::SignInNeeded)?;
    if new_password {
        after_password_change(school, id, keys).await;
    }
    if let Some(avatar) = new_look {
        school.bus.announce(Announcement::AvatarChanged { person: id, avatar }).await;
    }
    Ok(changed)
}

/// The avatar with these changes applied.
fn with_changes(old: serde_json::Value, changes: serde_json::Value) -> Result<Avatar, Refusal> {
    // An old avatar whose format is no longer readable does not prevent a new one.
    let old = serde_json::from_value::<Avatar>(old).unwrap_or_else(|_| Avatar::random(&mut rand::rng()));
    if !changes.is_object() {
        return Err(Refusal::AvatarBad);
    }
    let avatar = read(old, changes).map_err(|_| Refusal::AvatarBad)?;
    avatar.check()?;
    Ok(avatar)
}

fn read(old: Avatar, changes: serde_json::Value) -> Result<Avatar, serde_path_to_error::Error<serde_json::Error>> {
    let mut whole = serde_json::to_value(old).expect("an avatar is JSON");
    merge(&mut whole, changes);
    serde_path_to_error::deserialize(whole)
}

/// The path of the first invalid part of an avatar, and what is wrong with it.
pub fn first_invalid_part(changes: serde_json::Value) -> Option<(String, String)> {
    let error = read(Avatar::random(&mut rand::rng()), changes).err()?;
    Some((error.path().to_string(), error.inner().to_string()))
}

/// Merges recursively, as deep as both sides have objects. `null` removes, as in RFC 7396.
fn merge(into: &mut serde_json::Value, changes: serde_json::Value) {
    use serde_json::Value;
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (name, change) in changes {
                if change.is_null() {
                    into.remove(&name);
                } else {
                    merge(into.entry(name).or_insert(Value::Null), change);
                }
            }
        }
        (into, change) => *into = change,
    }
}

/// Runs within a transaction: replaces the password, ends all logins but this one, and queues a mail about it. Returns the stream
/// keys that have become invalid.
pub(super) fn set_password(
    connection: &mut PgConnection,
    person: PersonId,
    hash: &str,
    but: Option<LoginId>,
    from: Option<IpAddr>,
) -> Result<Vec<(SessionId, StreamKeyId)>, Failure> {
    let keys = replace_password(connection, person, hash, but)?;
    let (by, now) = (Some(Author { person, from }), clock::now());
    audit::write(
        connection,
        now,
        NewAuditEntry { by, deed: AuditAction::PasswordChanged, about: AuditSubject::Nothing, detail: "" },
    )?;
    mail_jobs::queue(connection, &MailReason::PasswordChanged { person }, now)?;
    Ok(keys)
}

/// Runs within a transaction: replaces the password, and ends all logins but this one, all links to choose another password, and
/// all stream keys: someone who knew the old password may have made some (docs/adr/0009).
pub(super) fn replace_password(
    connection: &mut PgConnection,
    person: PersonId,
    hash: &str,
    but: Option<LoginId>,
) -> Result<Vec<(SessionId, StreamKeyId)>, Failure> {
    people::set_password(connection, person, hash)?;
    password_resets::use_up(connection, person)?;
    logins::close_all(connection, person, but)?;
    stream_keys::delete_of_teacher(connection, person)
}

/// Runs after a password change: the mail is sent, the person's connections must prove again who they are, and streams with these
/// keys end.
pub(super) async fn after_password_change(school: &School, person: PersonId, keys: Vec<(SessionId, StreamKeyId)>) {
    school.job_queued.send_replace(());
    super::logins::announce_logins_changed(school, person).await;
    streams::end_streams(school, keys).await;
}
