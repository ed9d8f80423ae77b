//! How administrators add people to the school, several at once, and correct their names and addresses: [`add`], [`edit`],
//! [`confirm_address`], [`approve`].

use std::{collections::HashSet, net::IpAddr};

use diesel::{Connection, PgConnection};

use super::{
    School,
    accounts::{self, validate_username},
    invitations::KNOWN,
    logins::announce_logins_changed,
    mail_jobs::{self, MailReason},
    passwords,
    people::{note, permit},
};
use crate::{
    access::{Author, Identity, LinkToken, Role},
    clock,
    db::{
        address_links,
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        idempotency,
        invitations::{self, NewInvitation},
        logins, password_resets,
        people::{self, Account, NewPerson},
        registrations,
    },
    error::{Failure, Refusal},
    ids::{InvitationId, PersonId},
    outbound::email_address,
    protocol::text,
    texts::Language,
    unicode,
};

/// The most lines in one request.
pub const LINES: usize = 200;

/// Someone to be added: with a name they get an account at once, and without one an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMember {
    /// Where they stand in the request, counted from 1.
    pub line: usize,
    pub email: String,
    pub name: Option<String>,
}

/// A line that cannot be used, counted from 1, and why.
pub type BadLine = (usize, Refusal);

/// What was done with the lines of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    pub accounts: usize,
    pub invitations: usize,
}

/// Reads people line by line, as spreadsheets and mail programs write them: "Name, address", "Name <address>" or "address".
///
/// # Errors
/// All lines that cannot be used; [`Refusal::PeopleBad`] about line 0 if there are none, or more than [`LINES`].
pub fn parse(typed: &str) -> Result<Vec<NewMember>, Vec<BadLine>> {
    let lines = typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let lines: Vec<_> = lines.map(|(at, line)| (at + 1, line)).collect();
    if !(1..=LINES).contains(&lines.len()) {
        return Err(vec![(0, Refusal::PeopleBad)]);
    }
    let (mut members, mut wrong, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (at, line) in lines {
        match parse_line(at, line) {
            Ok(member) if !seen.insert(unicode::fold(&member.email)) => wrong.push((at, Refusal::AccountExists)),
            Ok(member) => members.push(member),
            Err(refusal) => wrong.push((at, refusal)),
        }
    }
    if wrong.is_empty() { Ok(members) } else { Err(wrong) }
}

fn parse_line(at: usize, line: &str) -> Result<NewMember, Refusal> {
    let parts = line.split([',', ';', '\t', '<', '>']).map(|part| part.trim().trim_matches('"'));
    let (addresses, names): (Vec<_>, Vec<_>) =
        parts.filter(|part| !part.is_empty()).partition(|part| part.contains('@'));
    let [address] = addresses[..] else { return Err(Refusal::EmailBad) };
    let name = names.join(" ");
    let name = if name.is_empty() { None } else { Some(text::name(&name)?) };
    Ok(NewMember { line: at, email: email_address::validate(address)?, name })
}

/// Adds people of this role: makes the accounts of those with a name, who are mailed a link to choose a password, and invites the
/// others. It adds all of them, or none if a line is wrong.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::RoleRefused`] for administrators. The inner error has the lines that are wrong.
pub async fn add(
    school: &School,
    by: &Identity,
    role: Role,
    typed: &str,
    asked_in: Option<Language>,
) -> Result<Result<Added, Vec<BadLine>>, Failure> {
    permit(by)?;
    if role == Role::Administrator {
        return Err(Refusal::RoleRefused.into());
    }
    let members = match parse(typed) {
        Ok(members) => members,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let nobodys = passwords::dummy_hash(school.settings.bcrypt_cost);
    let language = asked_in.map(|language| language.code().to_owned());
    let by = by.clone();
    let add = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if idempotency::claim(connection, by.once.as_ref(), clock::now())?.is_some() {
                let accounts = members.iter().filter(|member| member.name.is_some()).count();
                return Ok(Ok(Added { accounts, invitations: members.len() - accounts }));
            }
            idempotency::record(connection, by.once.as_ref(), by.person.as_uuid())?;
            let mut taken = Vec::new();
            for member in &members {
                if people::by_identifier(connection, &member.email)?.is_some() {
                    taken.push((member.line, Refusal::AccountExists));
                }
            }
            if !taken.is_empty() {
                idempotency::release(connection, by.once.as_ref())?;
                return Ok::<_, Failure>(Err(taken));
            }
            let mut added = Added { accounts: 0, invitations: 0 };
            for member in members {
                match &member.name {
                    Some(name) => {
                        make_account(connection, &by, role, &member.email, name, &nobodys)?;
                        added.accounts += 1;
                    }
                    None => {
                        invite(connection, &by, role, &member.email, language.clone())?;
                        added.invitations += 1;
                    }
                }
            }
            Ok(Ok(added))
        })
    };
    let added = school.pool.run(add).await?;
    school.job_queued.send_replace(());
    Ok(added)
}

fn make_account(
    connection: &mut PgConnection,
    by: &Identity,
    role: Role,
    email: &str,
    name: &str,
    password_hash: &str,
) -> Result<(), Failure> {
    // The link that they are mailed proves the address.
    let username = free_username(connection, email)?;
    let person = NewPerson::new(username, email.to_owned(), name.to_owned(), role.as_str(), password_hash.to_owned());
    people::insert(connection, &person)?;
    accounts::record_account_created(connection, Some(by.author()), person.id, role.as_str())?;
    mail_jobs::queue(connection, &MailReason::Added { person: person.id }, clock::now())
}

/// A username that is made from an address: its beginning, with a number if somebody has that, or has signed up with it.
fn free_username(connection: &mut PgConnection, email: &str) -> Result<String, Failure> {
    let local = email.split('@').next().unwrap_or_default();
    let fitting: String = local.chars().filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c)).take(34).collect();
    let base = if validate_username(&fitting).is_ok() { fitting } else { format!("{fitting}user") };
    let numbered = (2..1000).map(|number| format!("{base}{number}"));
    let wanted: Vec<_> = std::iter::once(base.clone()).chain(numbered).map(|name| name.to_lowercase()).collect();
    let taken = registrations::taken_usernames(connection, &wanted)?;
    let free = wanted.iter().position(|name| !taken.contains(name)).ok_or(Refusal::UsernameTaken)?;
    Ok(if free == 0 { base } else { format!("{base}{}", free + 1) })
}

fn invite(
    connection: &mut PgConnection,
    by: &Identity,
    role: Role,
    email: &str,
    language: Option<String>,
) -> Result<(), Failure> {
    let (id, now) = (InvitationId::fresh(), clock::now());
    let new = NewInvitation {
        id,
        teacher_id: by.person,
        email: email.to_owned(),
        created_at: now,
        role: role.as_str().to_owned(),
        enrols: false,
    };
    invitations::insert(connection, &new, now - KNOWN)?;
    mail_jobs::queue(connection, &MailReason::Invite { invitation: id, language }, now)?;
    let (by, about) = (Some(by.author()), AuditSubject::Invitation(id, email));
    audit::write(connection, now, NewAuditEntry { by, deed: AuditAction::InvitationSent, about, detail: "" })
}

/// Changes a person's name, and enters another address, which becomes theirs when they have confirmed it. Links to choose a
/// password that were mailed so far do not work any more: the old address may be somebody else's.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::AccountExists`] when another account has the address; the refusal of an invalid field.
pub async fn edit(school: &School, by: &Identity, id: PersonId, name: &str, email: &str) -> Result<Account, Failure> {
    permit(by)?;
    let (by, name, email) = (by.author(), text::name(name)?, email_address::validate(email)?);
    let edit = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            let other = people::by_identifier(connection, &email)?.is_some_and(|(person, _)| person.id != id);
            if other {
                return Err(Failure::from(Refusal::AccountExists));
            }
            let new_email = Some(email.as_str()).filter(|email| *email != account.email);
            let asked_before = new_email == account.new_email.as_deref();
            if account.name == name && asked_before {
                return Ok(account);
            }
            people::set_name(connection, id, &name)?;
            people::set_new_email(connection, id, new_email)?;
            if new_email.is_some() && !asked_before {
                password_resets::use_up(connection, id)?;
                mail_jobs::queue(connection, &MailReason::ConfirmAddress { person: id }, clock::now())?;
            }
            note(connection, by, AuditAction::PersonChanged, id, "")?;
            Ok(people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?)
        })
    };
    let account = school.pool.run(edit).await?;
    school.job_queued.send_replace(());
    Ok(account)
}

/// The address that a link confirms, while the link works.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn address_of_link(school: &School, token: &str) -> Result<String, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let found = school.pool.run(move |connection| address_links::find(connection, &hash, clock::now())).await?;
    Ok(found.ok_or(Refusal::LinkDead)?.1)
}

/// Confirms an address: it becomes the person's, and the link is used up. All their logins end, and their links to choose a
/// password: somebody at the old address may have used those. Returns the token of a new such link for a person who has never
/// had a password.
///
/// # Errors
/// [`Refusal::LinkDead`]; [`Refusal::AccountExists`] when another account has it by now.
pub async fn confirm_address(school: &School, address: IpAddr, token: &str) -> Result<Option<String>, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let (now, lifetime) = (clock::now(), school.settings.link_lifetime);
    let confirm = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let (person, email) = address_links::find(connection, &hash, now)?.ok_or(Refusal::LinkDead)?;
            address_links::confirm(connection, person, &email)?;
            let (by, about) = (Some(Author { person, from: Some(address) }), AuditSubject::Nothing);
            let line = NewAuditEntry { by, deed: AuditAction::AddressConfirmed, about, detail: "" };
            audit::write(connection, now, line)?;
            password_resets::use_up(connection, person)?;
            logins::close_all(connection, person, None)?;
            let (_, password) = people::with_hash(connection, person)?.ok_or(Refusal::LinkDead)?;
            if !passwords::is_dummy(&password) {
                return Ok::<_, Failure>((person, None));
            }
            let first = LinkToken::fresh();
            password_resets::add(connection, &first.hash(), person, now, now + lifetime)?;
            Ok((person, Some(first.to_text())))
        })
    };
    let (person, first) = school.pool.run(confirm).await?;
    announce_logins_changed(school, person).await;
    Ok(first)
}

/// Approves an account that waits for it: the person can sign in from now on, and is mailed that they can.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub async fn approve(school: &School, by: &Identity, id: PersonId) -> Result<Account, Failure> {
    permit(by)?;
    let by = by.author();
    let approve = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let waited = people::approve(connection, id)?;
            let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            if waited {
                mail_jobs::queue(connection, &MailReason::Approved { person: id }, clock::now())?;
                note(connection, by, AuditAction::PersonApproved, id, "")?;
            }
            Ok::<_, Failure>(account)
        })
    };
    let account = school.pool.run(approve).await?;
    school.job_queued.send_replace(());
    Ok(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_as_spreadsheets_and_mail_programs_write_them() {
        let read = parse("Ana Lima, ana@school.example\n\"Ben Roth\" <ben@school.example>\n\n cy@school.example \n")
            .expect("fine");
        let member = |line: usize, name: Option<&str>, email: &str| NewMember {
            line,
            email: email.to_owned(),
            name: name.map(str::to_owned),
        };
        assert_eq!(
            read,
            [
                member(1, Some("Ana Lima"), "ana@school.example"),
                member(2, Some("Ben Roth"), "ben@school.example"),
                member(4, None, "cy@school.example"),
            ]
        );
    }

    #[test]
    fn all_lines_that_cannot_be_used_are_told_at_once() {
        let wrong = parse("ana@school.example\nBen\n\nANA@school.example\na@b, c@d\n").expect_err("three are wrong");
        assert_eq!(wrong, [(2, Refusal::EmailBad), (4, Refusal::AccountExists), (5, Refusal::EmailBad)]);
        assert_eq!(parse(" \n"), Err(vec![(0, Refusal::PeopleBad)]));
        let many: String = (0..=LINES).map(|number| format!("a{number}@school.example\n")).collect();
        assert_eq!(parse(&many), Err(vec![(0, Refusal::PeopleBad)]));
    }
}
