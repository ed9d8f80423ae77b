//! Email addresses: what sign-up, invitations and the mailer all mean by one. An address that passes here, the mailer can send
//! to; only sending a mail can tell whether it exists.

use lettre::{Address, address::AddressError};

use crate::{error::Refusal, unicode};

/// The longest address and the longest part before the @, in bytes (RFC 5321, 4.5.3.1).
const LENGTH: usize = 254;
const LOCAL_LENGTH: usize = 64;

/// Why a text cannot be an address.
pub const REFUSALS: [Refusal; 5] = [
    Refusal::EmailBad,
    Refusal::EmailInvisible,
    Refusal::EmailTooLong,
    Refusal::EmailLocalBad,
    Refusal::EmailDomainBad,
];

/// The address as it is stored: trimmed, its domain in the letters of its language.
///
/// # Errors
/// One of [`REFUSALS`].
pub fn validate(raw: &str) -> Result<String, Refusal> {
    let wire = to_wire(raw)?;
    let email = raw.trim();
    let (_, domain) = email.rsplit_once('@').ok_or(Refusal::EmailBad)?;
    let has_one_form = domain.is_ascii() && !wire.domain().contains("xn--");
    if has_one_form { Ok(email.to_owned()) } else { Ok(format!("{}@{}", wire.user(), in_letters(wire.domain()))) }
}

/// The address as mail servers get it: its domain in ASCII (RFC 5891, "punycode"), which each of them knows.
///
/// # Errors
/// One of [`REFUSALS`].
pub fn to_wire(raw: &str) -> Result<Address, Refusal> {
    let email = raw.trim();
    let separates = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"');
    if email.contains(separates) {
        return Err(Refusal::EmailBad);
    }
    // Often it was copied with the address. Another person with the same address could not be told apart.
    if unicode::clean(email) != email {
        return Err(Refusal::EmailInvisible);
    }
    let (local, domain) = email.split_once('@').ok_or(Refusal::EmailBad)?;
    if local.is_empty() || domain.is_empty() || domain.contains('@') {
        return Err(Refusal::EmailBad);
    }
    if local.len() > LOCAL_LENGTH || email.len() > LENGTH {
        return Err(Refusal::EmailTooLong);
    }
    let domain = domain_to_ascii(domain).ok_or(Refusal::EmailDomainBad)?;
    if local.len() + 1 + domain.len() > LENGTH {
        return Err(Refusal::EmailTooLong);
    }
    Address::new(local, domain).map_err(|error| match error {
        AddressError::InvalidUser => Refusal::EmailLocalBad,
        AddressError::InvalidDomain => Refusal::EmailDomainBad,
        _ => Refusal::EmailBad,
    })
}

/// The domain of a mail address in ASCII, in lower case.
pub fn domain_to_ascii(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let fine = |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-');
    ascii.split('.').all(fine).then_some(ascii)
}

/// A domain in ASCII, in the letters of its language.
pub fn in_letters(domain: &str) -> String {
    match idna::domain_to_unicode(domain) {
        (letters, Ok(())) => letters,
        _ => domain.to_owned(),
    }
}

/// A username or an address as someone typed it; of an address, the form in which it is stored.
pub fn as_stored(identifier: &str) -> String {
    validate(identifier).unwrap_or_else(|_| identifier.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        for right in [
            "a@b.org",
            "first.last+tag@mail.example.org",
            "root@localhost",
            "Ann.O'Neil@School.example",
            "ΜΑΡΙΟΣ@school.example",
            "ann@bücher.example",
        ] {
            assert_eq!(validate(right).as_deref(), Ok(right));
        }
        assert_eq!(validate(" a@b.org\n").as_deref(), Ok("a@b.org"));
        assert_eq!(validate("ann@xn--bcher-kva.example").as_deref(), Ok("ann@bücher.example"));
        assert_eq!(as_stored("Ann@BÜCHER.example"), "Ann@bücher.example");
        assert_eq!(as_stored(" ann "), "ann");
    }

    #[test]
    fn the_domain_is_sent_in_ascii() {
        for (written, sent) in [
            ("ann@bücher.example", "ann@xn--bcher-kva.example"),
            ("ann@School.Example", "ann@school.example"),
            ("μάριος@school.example", "μάριος@school.example"),
        ] {
            assert_eq!(to_wire(written).map(|address| address.to_string()).as_deref(), Ok(sent));
        }
    }

    #[test]
    fn what_the_mailer_refuses_is_refused_with_a_reason() {
        for (wrong, why) in [
            ("", Refusal::EmailBad),
            ("a", Refusal::EmailBad),
            ("@b.org", Refusal::EmailBad),
            ("a@", Refusal::EmailBad),
            ("a@b@c.org", Refusal::EmailBad),
            ("a b@c.org", Refusal::EmailBad),
            ("a@b.org\u{7}", Refusal::EmailBad),
            ("<a@b.org>", Refusal::EmailBad),
            ("\u{200b}ann@school.example", Refusal::EmailInvisible),
            ("ann@school\u{ad}.example", Refusal::EmailInvisible),
            ("a\u{200d}nn@school.example", Refusal::EmailInvisible),
            ("a..b@docomo.ne.example", Refusal::EmailLocalBad),
            (".a@b.org", Refusal::EmailLocalBad),
            ("a.@b.org", Refusal::EmailLocalBad),
            ("(c)a@b.org", Refusal::EmailLocalBad),
            ("mailto:ann@school.example", Refusal::EmailLocalBad),
            ("a@b..org", Refusal::EmailDomainBad),
            ("a@-b.org", Refusal::EmailDomainBad),
            ("a@b.org.", Refusal::EmailDomainBad),
            ("a@b_c.org", Refusal::EmailDomainBad),
            (&format!("{}@b.org", "a".repeat(65)), Refusal::EmailTooLong),
            (&format!("a@{}org", "b.".repeat(130)), Refusal::EmailTooLong),
        ] {
            assert_eq!(validate(wrong), Err(why), "{wrong:?}");
        }
    }

    #[test]
    fn a_stored_address_is_one_that_the_mailer_takes() {
        proptest::proptest!(|(text in "[a-zA-Zé.+:(]{1,8}@[a-zü.-]{1,10}")| {
            if let Ok(stored) = validate(&text) {
                proptest::prop_assert!(to_wire(&stored).is_ok(), "{stored}");
                proptest::prop_assert_eq!(validate(&stored), Ok(stored));
            }
        });
    }
}
