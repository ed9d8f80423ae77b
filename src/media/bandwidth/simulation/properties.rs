//! What holds on every line, whatever its rate, queue, loss and jitter.

use proptest::prelude::*;

use super::*;

/// How many tenths of a second what is sent may be above the estimate: a picture that is lowered goes on for half a second at
/// most.
const ABOVE: usize = 10;

fn lines() -> impl Strategy<Value = Line> {
    (0.7_f64..12.0, 0.05_f64..1.0, 0.0_f64..0.05, 1_u64..30, prop::option::of((8_u64..16, 0.3_f64..3.0))).prop_map(
        |(mbits, queue, loss, jitter, change)| {
            let mut line = Line { loss, jitter, ..Line::new(mbits, queue) };
            line.rates.extend(change.map(|(at, factor)| (at, (mbits * factor).clamp(0.7, 12.0) * 1e6)));
            line
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_line_is_not_overrun_and_nobody_starves_or_flickers(line in lines(), tiles in 0_usize..30) {
        const SECONDS: usize = 36;
        let begun = Instant::now();
        let settled = 22;
        let out = play(line.clone(), Lesson::class(begun, tiles), SECONDS as u64, begun);
        let longest = out.longest_above_the_estimate();
        prop_assert!(longest <= ABOVE, "above the estimate for {longest} tenths of a second");
        prop_assert!(out.seconds[settled..].iter().all(|second| second.shown > 0), "nothing is shown");
        prop_assert!(out.seconds[settled..].iter().filter(|second| !second.first_shown).count() <= 1, "the screen rests");
        // Four seconds between the decisions; a view follows up to half a second later.
        let flickers = out.shortest_rest().is_some_and(|rest| rest < 3 * SECOND + SECOND / 2);
        prop_assert!(!flickers, "a picture came back after {:?} microseconds", out.shortest_rest());
        let changes = out.changes_from(settled);
        prop_assert!(changes <= 3 * (tiles + 3), "{changes} changes in {} seconds", SECONDS - settled);
    }
}
