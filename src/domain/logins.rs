//! Logins: what proves that someone is signed in, how it is renewed, and how it ends (docs/adr/0015).
//!
//! A program sends an access token, which lasts minutes, and gets the next one for a refresh token, which works once. A browser's
//! cookie is renewed in passing, when the browser sends it. Each of them carries a number of its login, and the database knows
//! the valid number: an earlier one means that the token was copied, and the login ends.

use std::net::IpAddr;

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{School, quotas};
pub use crate::db::logins::Device;
use crate::{
    access::{
        Author, Identity, Role, SchoolAct, allows,
        keys::{AccessClaims, RenewalClaims},
    },
    clock::{self, Time},
    cluster::Announcement,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        logins::{self, ActiveLogin, NewLogin},
        people::{self, Person},
    },
    error::{Failure, Fault, Refusal},
    ids::{LoginId, PersonId},
    texts::Language,
};

/// For how long the previous cookie stays valid: a browser sends several requests at once.
const OVERLAP: Duration = Duration::seconds(60);
/// How exactly the last use of a login is known. Noting every request would write with each read.
const USE_NOTED: Duration = Duration::minutes(5);

/// The detail of a trail's line about signing out on all devices.
pub const EVERYWHERE: &str = "everywhere";

/// Where a sign-in comes from.
#[derive(Clone, Debug)]
pub struct SignInSource {
    pub address: IpAddr,
    /// The browser and the system in words; `None` for what is not a known browser.
    pub device: Option<String>,
}

/// A login, and the number of the token to issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    id: LoginId,
    person: PersonId,
    number: i32,
    pub expires: Time,
}

/// What a program receives.
pub struct Tokens {
    pub access: String,
    pub refresh: String,
    /// The lifetime of the access token in seconds.
    pub seconds: i64,
}

/// The person of a cookie, and the cookie that replaces it.
pub struct CookieIdentity {
    pub identity: Identity,
    /// The language that the person chose in their profile.
    pub language: Option<Language>,
    pub renewed: Option<Login>,
}

impl Login {
    fn of(standing: &ActiveLogin, number: i32) -> Self {
        Self { id: standing.id, person: standing.holder.id, number, expires: standing.expires_at }
    }

    /// The identity of the person who has just signed in.
    pub(super) fn identity(&self, person: &Person) -> Result<Identity, Fault> {
        let role = Role::parse(&person.role).ok_or_else(|| Fault::Broken(format!("person {}: role", person.id)))?;
        Ok(Identity { person: person.id, login: self.id, role, name: person.name.clone(), from: None, once: None })
    }

    fn claims(&self, now: Time) -> RenewalClaims {
        let (iat, exp) = (now.timestamp(), self.expires.timestamp());
        RenewalClaims { sub: self.person, jti: self.id, n: self.number, iat, exp }
    }

    /// The tokens that a program uses from now on.
    pub fn tokens(&self, school: &School) -> Tokens {
        let now = clock::now();
        let runs_out = (now + school.settings.access_lifetime).min(self.expires);
        let claims = AccessClaims { sub: self.person, jti: self.id, exp: runs_out.timestamp() };
        Tokens {
            access: school.keys.access_token(&claims),
            refresh: school.keys.refresh_token(&self.claims(now)),
            seconds: (runs_out - now).num_seconds(),
        }
    }

    /// The cookie that a browser uses from now on.
    pub fn cookie(&self, school: &School) -> String {
        school.keys.cookie(&self.claims(clock::now()))
    }
}

fn identity(standing: &ActiveLogin) -> Option<Identity> {
    let role = Role::parse(&standing.holder.role)?;
    let holder = &standing.holder;
    Some(Identity { person: holder.id, login: standing.id, role, name: holder.name.clone(), from: None, once: None })
}

/// Opens a login for a person who has just proven who they are.
pub(super) async fn open(school: &School, person: &Person, source: SignInSource) -> Result<Login, Failure> {
    let now = clock::now();
    let expires = now + school.settings.login_lifetime;
    let login = Login { id: LoginId::fresh(), person: person.id, number: 0, expires };
    let row = NewLogin {
        id: login.id,
        person_id: person.id,
        created_at: now,
        expires_at: expires,
        generation: person.generation,
        renewed_at: now,
        device: source.device,
        used_at: now,
    };
    let by = Some(Author { person: person.id, from: Some(source.address) });
    let open = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            logins::open(connection, &row)?;
            logins::close_oldest(connection, row.person_id, quotas::LOGINS)?;
            audit::write(
                connection,
                now,
                NewAuditEntry { by, deed: AuditAction::SignedIn, about: AuditSubject::Nothing, detail: "" },
            )
        })
    };
    school.pool.run(open).await?;
    Ok(login)
}

/// The active login of this id; notes its use.
fn active(
    connection: &mut PgConnection,
    login: LoginId,
    person: PersonId,
    now: Time,
) -> Result<Option<ActiveLogin>, Failure> {
    let standing = logins::active(connection, login, person, now)?;
    if standing.as_ref().is_some_and(|standing| standing.used_at + USE_NOTED <= now) {
        logins::touch(connection, login, now)?;
    }
    Ok(standing)
}

/// The identity of an access token, while its login is open and its person is not blocked. Takes one query, and none for a forged
/// token; a second one now and then notes that the login is used.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn identify(school: &School, token: &str) -> Result<Option<Identity>, Failure> {
    let now = clock::now();
    let Some(claims) = school.keys.read_access_token(token, now) else { return Ok(None) };
    let look_up = move |connection: &mut PgConnection| active(connection, claims.jti, claims.sub, now);
    Ok(school.pool.run(look_up).await?.as_ref().and_then(identity))
}

/// As [`identify`], for joining a lesson: a blocked person must not come in as a guest instead.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn identify_at_door(school: &School, token: &str) -> Result<Option<Identity>, Failure> {
    match identify(school, token).await? {
        Some(identity) => Ok(Some(identity)),
        None => not_blocked(school, school.keys.read_access_token(token, clock::now()).map(|claims| claims.sub)).await,
    }
}

/// The identity of a cookie, as [`identify_at_door`].
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn by_cookie_at_door(school: &School, value: &str) -> Result<Option<Identity>, Failure> {
    match by_cookie(school, value).await? {
        Some(shown) => Ok(Some(shown.identity)),
        None => not_blocked(school, school.keys.read_cookie(value, clock::now()).map(|claims| claims.sub)).await,
    }
}

async fn not_blocked(school: &School, person: Option<PersonId>) -> Result<Option<Identity>, Failure> {
    let Some(person) = person else { return Ok(None) };
    if school.pool.run(move |connection| people::is_blocked(connection, person)).await? {
        return Err(Refusal::Blocked.into());
    }
    Ok(None)
}

/// The identity of a cookie. Once a cookie has been in use for the lifetime of an access token, the answer carries the next one,
/// and the old one becomes invalid only when the browser sends the next: an answer lost on the way costs nobody their login.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn by_cookie(school: &School, value: &str) -> Result<Option<CookieIdentity>, Failure> {
    let now = clock::now();
    let Some(claims) = school.keys.read_cookie(value, now) else { return Ok(None) };
    let (login, person, number) = (claims.jti, claims.sub, claims.n);
    let look_up = move |connection: &mut PgConnection| {
        let Some(standing) = active(connection, login, person, now)? else { return Ok(None) };
        if number == standing.renewals + 1 {
            logins::renew(connection, login, standing.renewals, now)?;
        }
        Ok(Some(standing))
    };
    let Some(standing) = school.pool.run(look_up).await? else { return Ok(None) };
    let renewed = match number - standing.renewals {
        0 if now.timestamp() - claims.iat < school.settings.access_lifetime.num_seconds() => None,
        0 => Some(Login::of(&standing, number + 1)),
        1 => None,
        -1 if now < standing.renewed_at + OVERLAP => Some(Login::of(&standing, standing.renewals)),
        _ => {
            end_copied(school, &standing).await?;
            return Ok(None);
        }
    };
    let language = standing.holder.language.as_deref().and_then(Language::parse);
    Ok(identity(&standing).map(|identity| CookieIdentity { identity, language, renewed }))
}

/// Exchanges a refresh token for the next tokens; it is used up.
///
/// # Errors
/// [`Refusal::SignInNeeded`], also for a token that was used before: then two parties have it, and the login ends.
pub async fn refresh(school: &School, token: &str) -> Result<Login, Failure> {
    let now = clock::now();
    let claims = school.keys.read_refresh_token(token, now).ok_or(Refusal::SignInNeeded)?;
    let (login, person, number) = (claims.jti, claims.sub, claims.n);
    let renew = move |connection: &mut PgConnection| {
        let standing = active(connection, login, person, now)?.ok_or(Refusal::SignInNeeded)?;
        let renewed = logins::renew(connection, login, number, now)?;
        Ok((standing, renewed))
    };
    let (standing, renewed) = school.pool.run(renew).await?;
    if !renewed {
        end_copied(school, &standing).await?;
        return Err(Refusal::SignInNeeded.into());
    }
    Ok(Login::of(&standing, number + 1))
}

/// Two parties have the same token, and one of them has no right to it (RFC 9700, 4.14): the login ends for both.
async fn end_copied(school: &School, standing: &ActiveLogin) -> Result<(), Failure> {
    tracing::warn!(login = %standing.id, "a replaced token was used: its login ends");
    end(school, standing.id, standing.holder.id).await
}

/// A person's own devices: the logins that are active, the one that asks first, and then the last used. A long list is cut.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn devices(school: &School, by: &Identity) -> Result<Vec<Device>, Failure> {
    permit(by)?;
    let (person, this, now) = (by.person, by.login, clock::now());
    school.pool.run(move |connection| logins::devices(connection, person, this, now)).await
}

/// Signs a person out on one of their devices, such as this one: ends its login and its connections. Their other devices go on.
///
/// # Errors
/// [`Refusal::DeviceUnknown`] when the person is not signed in there.
pub async fn sign_out(school: &School, by: &Identity, login: LoginId) -> Result<(), Failure> {
    permit(by)?;
    let (person, author) = (by.person, by.author());
    let close = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let device = logins::close(connection, login, person)?.ok_or(Refusal::DeviceUnknown)?;
            note_sign_out(connection, author, device.as_deref().unwrap_or_default())
        })
    };
    school.pool.run(close).await?;
    school.bus.announce(Announcement::LoginEnded(login)).await;
    Ok(())
}

/// Signs a person out everywhere: ends all their logins and connections.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn sign_out_everywhere(school: &School, by: &Identity) -> Result<(), Failure> {
    permit(by)?;
    let (person, author) = (by.person, by.author());
    let close = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            logins::close_all(connection, person, None)?;
            note_sign_out(connection, author, EVERYWHERE)
        })
    };
    school.pool.run(close).await?;
    announce_logins_changed(school, person).await;
    Ok(())
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::EditOwnProfile) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Runs within a transaction. The detail is the device that was signed out, or [`EVERYWHERE`].
fn note_sign_out(connection: &mut PgConnection, by: Author, detail: &str) -> Result<(), Failure> {
    let line = NewAuditEntry { by: Some(by), deed: AuditAction::SignedOut, about: AuditSubject::Nothing, detail };
    audit::write(connection, clock::now(), line)
}

async fn end(school: &School, login: LoginId, person: PersonId) -> Result<(), Failure> {
    school.pool.run(move |connection| logins::close(connection, login, person)).await?;
    school.bus.announce(Announcement::LoginEnded(login)).await;
    Ok(())
}

/// Makes every node check the identity of this person's connections again.
pub(super) async fn announce_logins_changed(school: &School, person: PersonId) {
    school.bus.announce(Announcement::LoginsChanged(person)).await;
}
