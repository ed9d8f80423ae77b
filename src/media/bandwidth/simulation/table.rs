//! Lines with bounds: what a listener on each of them may suffer at most, and must get at least.

use super::*;

/// The bounds hold from second `from` on, after the line was found out; `p95` is in milliseconds, losses are in percent, `used`
/// is in Mbit/s. `all_by` is the second by which everything is sent as it is wished.
struct Bounds {
    from: usize,
    p95: f64,
    sound_lost: f64,
    picture_lost: f64,
    used: f64,
    all_by: Option<usize>,
    /// How often the encoding of a picture may change.
    changes: usize,
}

const SECONDS: u64 = 45;

fn check(name: &str, line: Line, tiles: usize, bounds: &Bounds) -> Vec<String> {
    let begun = Instant::now();
    let out = play(line, Lesson::class(begun, tiles), SECONDS, begun);
    let (from, to) = (bounds.from, SECONDS as usize);
    let (p95, sound_lost, picture_lost) =
        (out.wait(from, to, 0.95), out.sound_lost(from, to), out.picture_lost(from, to));
    let (used, all_by, changes) = (out.used(from, to), out.all_shown_from(to), out.changes_from(from));
    println!(
        "{name:26} p95 {p95:4.0} ms (over all {:4.0}), sound lost {sound_lost:4.2} %, pictures {picture_lost:4.2} %, \
         used {used:.2} Mbit/s, all by {all_by:?}, {changes} changes",
        out.wait(0, to, 0.95)
    );
    let broken = [
        (p95 > bounds.p95, "sound waits too long"),
        (sound_lost > bounds.sound_lost, "too much sound is lost"),
        (picture_lost > bounds.picture_lost, "too many pictures are lost"),
        (used < bounds.used, "too little is used"),
        (bounds.all_by.is_some_and(|by| all_by.is_none_or(|all| all > by)), "not everything is shown in time"),
        (changes > bounds.changes, "encodings change too often"),
    ];
    broken.iter().filter(|(broken, _)| *broken).map(|(_, what)| format!("{name}: {what}")).collect()
}

#[test]
fn every_line_keeps_its_bounds() {
    let line = Line::new;
    let bounds = |from, p95, sound_lost, picture_lost, used, all_by, changes| Bounds {
        from,
        p95,
        sound_lost,
        picture_lost,
        used,
        all_by,
        changes,
    };
    let narrower = Line { rates: vec![(0, 5e6), (10, 1e6)], ..line(5.0, 0.2) };
    let wider = Line { rates: vec![(0, 1e6), (20, 5e6)], ..line(1.0, 0.3) };
    let rows = [
        // Four and a half Mbit/s are wished.
        ("200 kbit/s, queue 500 ms", line(0.2, 0.5), 20, bounds(5, 120.0, 0.1, 100.0, 0.13, None, 6)),
        ("600 kbit/s, queue 300 ms", line(0.6, 0.3), 20, bounds(3, 100.0, 0.1, 1.0, 0.45, None, 20)),
        ("1 Mbit/s, queue 300 ms", line(1.0, 0.3), 20, bounds(3, 80.0, 0.1, 0.5, 0.8, None, 20)),
        ("2 Mbit/s, queue 200 ms", line(2.0, 0.2), 20, bounds(0, 80.0, 0.1, 0.1, 1.6, None, 20)),
        ("2 Mbit/s, queue 30 ms", line(2.0, 0.03), 20, bounds(0, 30.0, 0.3, 1.5, 1.6, None, 20)),
        ("3 Mbit/s, queue 2 s", line(3.0, 2.0), 20, bounds(0, 80.0, 0.0, 0.0, 2.4, None, 40)),
        ("4 Mbit/s, jitter 40 ms", Line { jitter: 40, ..line(4.0, 0.2) }, 20, bounds(0, 80.0, 0.1, 0.1, 3.2, None, 50)),
        ("5 Mbit/s, 5 % lost", Line { loss: 0.05, ..line(5.0, 0.2) }, 20, bounds(5, 60.0, 7.0, 6.0, 3.9, None, 20)),
        ("10 Mbit/s, 46 tiles", line(10.0, 0.2), 46, bounds(0, 30.0, 0.0, 0.0, 6.5, Some(4), 60)),
        ("20 Mbit/s, queue 100 ms", line(20.0, 0.1), 20, bounds(0, 10.0, 0.0, 0.0, 4.2, Some(4), 40)),
        ("5, then 1 Mbit/s", narrower, 20, bounds(14, 80.0, 0.1, 0.1, 0.8, None, 40)),
        ("1, then 5 Mbit/s", wider, 20, bounds(29, 80.0, 0.1, 0.1, 4.0, None, 20)),
        ("6 Mbit/s, others 4", Line { others: 4e6, ..line(6.0, 0.3) }, 20, bounds(3, 120.0, 0.1, 0.1, 1.5, None, 150)),
        (
            "6 Mbit/s, a download",
            Line { download: true, ..line(6.0, 0.3) },
            20,
            bounds(3, 300.0, 0.1, 1.0, 0.9, None, 100),
        ),
    ];
    let broken: Vec<_> =
        rows.into_iter().flat_map(|(name, line, tiles, bounds)| check(name, line, tiles, &bounds)).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn three_megabits_fit_into_a_line_of_one_within_three_seconds_and_come_back_within_ten() {
    const NARROW: usize = 10;
    const WIDE: usize = 30;
    let begun = Instant::now();
    let line = Line { rates: vec![(0, 5e6), (NARROW as u64, 1e6), (WIDE as u64, 5e6)], ..Line::new(5.0, 0.06) };
    // A screen of 1.5 Mbit/s, two cameras of 0.4 and seven tiles of 0.1.
    let out = play(line, Lesson::class(begun, 7), SECONDS, begun);
    let offered = out.used(NARROW - 4, NARROW);
    assert!(offered > 2.7, "{offered} Mbit/s");
    let (from, to) = (NARROW + 3, WIDE);
    let (waits, lost, used) = (out.wait(from, to, 0.95), out.sound_lost(from, to), out.used(from, to));
    assert!(waits < 150.0 && lost < 0.5 && used >= 0.8, "waits {waits} ms, lost {lost} %, used {used} Mbit/s");
    let full = |second: &Second| second.full == out.changes.len();
    assert!(!out.seconds[from..to].iter().any(full), "it does not fit");
    let back = out.seconds[WIDE..].iter().position(full);
    assert!(back.is_some_and(|seconds| seconds < 10), "{back:?}");
}
