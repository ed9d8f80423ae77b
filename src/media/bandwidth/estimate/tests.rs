use proptest::prelude::*;

use super::*;

fn later(begun: Instant, ms: u64) -> Instant {
    begun + Duration::from_millis(ms)
}

/// Sends a packet of 1,000 bytes each 10 ms. All arrive after 20 ms, and each 100 ms they are reported. Padding that is due
/// goes out at once.
fn run(estimator: &mut Estimator, begun: Instant, ms: std::ops::Range<u64>, needed: f64) {
    let mut sent = Vec::new();
    for now in ms.step_by(10) {
        let at = later(begun, now);
        let padding = estimator.padding_due(needed, at).div_ceil(1000);
        for _ in 0..=padding {
            sent.push((estimator.on_numbered(1000, at), Some((now as i64 + 20) * 1000)));
        }
        if now % 100 == 0 {
            estimator.on_report(&std::mem::take(&mut sent), at);
        }
    }
}

#[test]
fn the_estimate_rises_only_as_far_as_is_needed() {
    let begun = Instant::now();
    let mut estimator = Estimator::new(begun);
    run(&mut estimator, begun, 0..10_000, 0.9e6);
    assert_eq!(estimator.rate(later(begun, 10_000)), START);
    run(&mut estimator, begun, 10_000..20_000, 3e6);
    let rate = estimator.rate(later(begun, 20_000));
    assert!((2.7e6..3.4e6).contains(&rate), "{rate}");
    run(&mut estimator, begun, 20_000..60_000, 9e9);
    let rate = estimator.rate(later(begun, 60_000));
    assert!((0.8 * MOST..=MOST).contains(&rate), "{rate}");
}

#[test]
fn a_listener_that_stops_reporting_is_asked_once_a_second() {
    let begun = Instant::now();
    let mut estimator = Estimator::new(begun);
    assert!(!estimator.is_silent(later(begun, 60_000)), "it was sent nothing that it could report on");
    run(&mut estimator, begun, 0..1000, 2e6);
    let mut asked = 0;
    for now in (1000..11_000).step_by(10) {
        estimator.on_numbered(1000, later(begun, now));
        asked += u32::from(estimator.is_silent(later(begun, now)) && estimator.padding_due(2e6, later(begun, now)) > 0);
    }
    assert!(estimator.is_silent(later(begun, 11_000)));
    assert!((7..=9).contains(&asked), "{asked}");
    let before = estimator.rate(later(begun, 11_000));
    run(&mut estimator, begun, 11_000..11_200, 2e6);
    assert!(!estimator.is_silent(later(begun, 11_200)) && estimator.rate(later(begun, 11_200)) < before);
}

#[test]
fn reports_on_packets_that_were_never_sent_change_nothing() {
    let begun = Instant::now();
    let mut estimator = Estimator::new(begun);
    let forged: Vec<_> = (0..=u16::MAX).map(|number| (number, Some(i64::from(number)))).collect();
    estimator.on_report(&forged, begun);
    assert!(estimator.arrivals.is_empty() && estimator.reported_at.is_none());
    estimator.on_numbered(1000, begun);
    estimator.on_report(&forged, begun);
    assert_eq!(estimator.arrivals.len(), 1);
}

proptest! {
    #[test]
    fn whatever_a_listener_reports_the_estimate_keeps_its_bounds(
        reports in prop::collection::vec(
            prop::collection::vec((any::<u16>(), prop::option::of(-(1_i64 << 40)..1 << 40)), 0..60),
            1..60,
        ),
    ) {
        let begun = Instant::now();
        let mut estimator = Estimator::new(begun);
        for (step, report) in reports.iter().enumerate() {
            let now = later(begun, step as u64 * 100);
            let padding = estimator.padding_due(5e6, now);
            prop_assert!(padding <= MAX_PADDING as usize);
            (0..20 + padding / 1000).for_each(|_| { estimator.on_numbered(1000, now); });
            // Half of the numbers are of packets that were sent.
            let sent = estimator.sent.next() as u16;
            let report: Vec<_> =
                report.iter().map(|(number, at)| (if number % 2 == 0 { *number } else { number % sent.max(1) }, *at)).collect();
            estimator.on_report(&report, now);
            let rate = estimator.rate(now);
            prop_assert!((LEAST / 2.0..=MOST).contains(&rate), "{rate}");
            prop_assert!(estimator.arrivals.len() <= MOST_ARRIVALS + 1);
        }
    }
}
