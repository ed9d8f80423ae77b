//! The limits, with the time passed in.

use super::*;
use crate::ids::JoinCode;

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn code(text: &str) -> Option<JoinCode> {
    JoinCode::parse(text)
}

/// So many guesses a second for a minute, each from the next address in turn; how many were answered with "wrong".
fn attack(guesses: &JoinCodeLimiter, addresses: &[IpAddr], per_second: u32, begin: Instant) -> usize {
    let times = (0..per_second * 60).map(|at| begin + Duration::from_secs(1) / per_second * at);
    let answered = times.zip(addresses.iter().cycle()).filter(|(now, from)| {
        let answered = guesses.check(**from, code("ZZZZZ"), *now).is_ok();
        if answered {
            guesses.record_failure(**from, *now);
        }
        answered
    });
    answered.count()
}

#[test]
fn a_class_may_mistype_but_a_guesser_must_pause() {
    let (guesses, now) = (JoinCodeLimiter::default(), Instant::now());
    let (school, home) = (address("192.0.2.1"), address("192.0.2.2"));
    for _ in 0..60 {
        assert_eq!(guesses.check(school, None, now), Ok(()));
        guesses.record_failure(school, now);
    }
    assert_eq!(guesses.check(school, None, now), Ok(()));
    for _ in 0..5 {
        guesses.record_failure(school, now);
    }
    assert_eq!(guesses.check(school, None, now), Err(Refusal::TooManyGuesses));
    assert_eq!(guesses.check(home, None, now), Ok(()));
    assert_eq!(guesses.check(school, None, now + PAUSE), Ok(()));
}

#[test]
fn addresses_of_one_ipv6_network_share_a_limit_and_so_do_networks_of_one_site() {
    assert_eq!(network(address("2001:db8::1")), network(address("2001:db8::ffff:2")));
    assert_ne!(network(address("2001:db8::1")), network(address("2001:db8:0:1::1")));
    assert_eq!(network(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    let (guesses, now) = (JoinCodeLimiter::default(), Instant::now());
    for network in 0..300 {
        guesses.record_failure(address(&format!("2001:db8:7:{network:x}::1")), now);
    }
    assert_eq!(guesses.check(address("2001:db8:7:ffff::1"), None, now), Err(Refusal::TooManyGuesses));
    assert_eq!(guesses.check(address("2001:db8:8::1"), None, now), Ok(()), "another site");
}

#[test]
fn many_guessers_are_slowed_down_together_but_right_codes_work() {
    let (guesses, now) = (JoinCodeLimiter::default(), Instant::now());
    for i in 0..1100_u32 {
        let from = IpAddr::from((0x0a00_0000_u32 + i).to_be_bytes());
        if guesses.check(from, None, now).is_ok() {
            guesses.record_failure(from, now);
        }
    }
    assert_eq!(guesses.check(address("10.0.4.75"), None, now), Err(Refusal::TooManyGuesses));
    assert_eq!(guesses.check(address("192.0.2.1"), None, now), Ok(()));
}

#[test]
fn the_overall_limit_holds_with_one_guess_per_new_address() {
    // As many as an attacker has had, in few regions; and as many that share no region at all.
    let near: Vec<IpAddr> = (0..16_312_u32).map(|i| IpAddr::from((0x7f00_0000 + i * 7).to_be_bytes())).collect();
    let far: Vec<IpAddr> = (0..16_312_u32).map(|i| address(&format!("2a{:02x}:{:x}::1", i >> 16, i))).collect();
    for addresses in [near, far] {
        let (guesses, begin) = (JoinCodeLimiter::default(), Instant::now());
        let (school, lesson) = (address("192.0.2.1"), code("AB29Z").expect("a code"));
        guesses.record_found(school, lesson, begin);
        let answered = attack(&guesses, &addresses, 1451, begin);
        assert!(answered <= 1000 + 60 * 10 + 1, "{answered} wrong codes were answered in a minute");
        let end = begin + Duration::from_mins(1);
        assert_eq!(guesses.check(school, Some(lesson), end), Ok(()), "the class goes on coming in");
    }
}

#[test]
fn guessers_in_few_regions_do_not_keep_strangers_out() {
    let addresses: Vec<IpAddr> = (0..16_312_u32).map(|i| IpAddr::from((0x7f00_0000 + i * 7).to_be_bytes())).collect();
    let (guesses, begin) = (JoinCodeLimiter::default(), Instant::now());
    attack(&guesses, &addresses, 1451, begin);
    let end = begin + Duration::from_mins(1);
    assert_eq!(guesses.check(address("192.0.2.1"), code("AB29Z"), end), Ok(()));
    assert_eq!(guesses.check(addresses[5], code("AB29Z"), end), Err(Refusal::TooManyGuesses));
}

#[test]
fn a_staff_signs_up_from_one_address_but_no_mailbox_is_flooded() {
    let mails = MailLimits::default();
    let school = address("192.0.2.1");
    for teacher in 0..100 {
        assert_eq!(mails.try_take(school, &format!("teacher{teacher}@school.example")), Ok(()));
    }
    let sent = (0..20)
        .filter(|i| mails.try_take(address(&format!("192.0.2.{}", i + 2)), "One@School.example").is_ok())
        .count();
    assert_eq!(sent, 5);
    assert_eq!(mails.try_take(address("203.0.113.1"), "one@school.example"), Err(Refusal::TooManyMails));
    assert_eq!(mails.try_take(address("203.0.113.1"), "other@school.example"), Ok(()));
}

#[test]
fn a_school_that_reloads_joins_at_once_but_an_address_cannot_flood_a_lesson() {
    let newcomers = NewGuestLimiter::default();
    let (lesson, other) = (SessionId::fresh(), SessionId::fresh());
    let (school, home) = (address("192.0.2.1"), address("192.0.2.2"));
    assert!((0..900).all(|_| newcomers.try_take(school, lesson).is_ok()), "three hundred, each three times");
    let more = (0..20_000).filter(|_| newcomers.try_take(school, lesson).is_ok()).count();
    assert!(more < 1200, "{more}");
    assert_eq!(newcomers.try_take(home, lesson), Ok(()));
    assert_eq!(newcomers.try_take(school, other), Ok(()));
    let flood = (0..20_000_u32).filter(|i| {
        let network = format!("2001:db8:7:{i:x}::1");
        newcomers.try_take(address(&network), lesson).is_ok()
    });
    assert!(flood.count() < 9000, "one holder of a /48");
}

#[test]
fn guesses_are_counted_before_they_are_checked_and_taken_back_when_right() {
    let (limits, now) = (FailureLimiter::new(3, Duration::from_secs(6)), Instant::now());
    assert_eq!([1, 2, 3, 4].map(|_| limits.take(&"maria", now)), [true, true, true, false]);
    assert!(!limits.is_allowed(&"maria", now), "she must pause now");
    let later = now + PAUSE;
    assert!(limits.take(&"maria", later));
    for _ in 0..20 {
        limits.give_back(&"maria");
        assert!(limits.take(&"maria", later), "right guesses do not count");
    }
    assert!(limits.is_allowed(&"ben", now));
}
