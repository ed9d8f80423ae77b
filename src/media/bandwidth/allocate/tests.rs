use proptest::prelude::*;

use super::*;

const KBIT: f64 = 1000.0;

fn wish(view: usize, importance: Importance, preferred: u8, kbits: [u32; ENCODINGS]) -> Wish<usize> {
    let costs = kbits.map(|kbit| (kbit > 0).then_some(Cost { usual: kbit * 1000, most: kbit * 1000 }));
    Wish { view, from: view, importance, preferred, costs }
}

fn budget(kbits: f64) -> Budget {
    Budget { rate: kbits * KBIT, sound: 100.0 * KBIT, is_silent: false, is_rising: false }
}

/// Decides so often that everything that fits has been raised.
fn settle(allocator: &mut Allocator<usize>, wishes: &[Wish<usize>], kbits: f64, now: &mut Instant) -> Vec<Option<u8>> {
    for _ in 0..400 {
        *now += Duration::from_millis(100);
        allocator.allocate(wishes, budget(kbits), *now);
    }
    wishes.iter().map(|wish| allocator.grant(wish.view, wish.from).expect("it is decided").encoding).collect()
}

#[test]
fn the_screen_comes_first_then_one_encoding_of_each_then_better_ones() {
    let camera = [1000, 400, 100];
    let wishes = [
        wish(0, Importance::Other, 2, camera),
        wish(1, Importance::Other, 0, camera),
        wish(2, Importance::Pinned, 0, camera),
        wish(3, Importance::Screen, 0, [1500, 250, 0]),
        wish(4, Importance::Speaking, 1, camera),
    ];
    let mut now = Instant::now();
    let mut allocator = Allocator::default();
    let mut given = |kbits| settle(&mut allocator, &wishes, kbits, &mut now);
    assert_eq!(given(50.0), [None; 5], "there is room for sound only");
    assert_eq!(given(500.0), [None, None, Some(2), Some(1), None]);
    assert_eq!(given(2000.0), [None, None, Some(2), Some(0), Some(2)], "the screen leaves some room");
    assert_eq!(given(2100.0), [None, Some(2), Some(2), Some(0), Some(2)], "the larger tile first");
    assert_eq!(given(2600.0), [Some(2), Some(2), Some(1), Some(0), Some(2)], "the pinned one gets better first");
    assert_eq!(given(9000.0), [Some(2), Some(0), Some(0), Some(0), Some(1)]);
    assert_eq!(given(50.0), [None; 5]);
}

#[test]
fn a_picture_that_is_shown_is_not_replaced_by_an_equal_one() {
    let mut now = Instant::now();
    let mut allocator = Allocator::default();
    let tile = |view| wish(view, Importance::Other, 2, [0, 0, 100]);
    assert_eq!(settle(&mut allocator, &[tile(1)], 250.0, &mut now), [Some(2)]);
    assert_eq!(settle(&mut allocator, &[tile(0), tile(1)], 250.0, &mut now), [None, Some(2)]);
    let speaking = Wish { importance: Importance::Speaking, ..tile(0) };
    assert_eq!(settle(&mut allocator, &[speaking, tile(1)], 250.0, &mut now), [Some(2), None]);
}

#[test]
fn a_listener_that_does_not_report_gets_the_screen_in_its_smallest_encoding() {
    let now = Instant::now();
    let mut allocator = Allocator::default();
    let wishes = [wish(0, Importance::Screen, 0, [1500, 250, 0]), wish(1, Importance::Pinned, 0, [1000, 400, 100])];
    allocator.allocate(&wishes, Budget { is_silent: true, ..budget(5000.0) }, now);
    let given = [0, 1].map(|view| allocator.grant(view, view).expect("it is decided").encoding);
    assert_eq!(given, [Some(1), None]);
}

#[test]
fn a_sender_with_other_encodings_than_the_preferred_one_is_shown_in_the_nearest() {
    let mut now = Instant::now();
    let mut allocator = Allocator::default();
    let wishes = [wish(0, Importance::Other, 2, [300, 0, 0]), wish(1, Importance::Other, 0, [0, 0, 100])];
    assert_eq!(settle(&mut allocator, &wishes, 5000.0, &mut now), [Some(0), Some(2)]);
    let silent = [wish(0, Importance::Other, 2, [0; 3])];
    assert_eq!(settle(&mut allocator, &silent, 50.0, &mut now), [Some(0)], "nothing comes, so nothing is decided");
}

#[test]
fn a_picture_that_the_line_did_not_bear_waits_longer_each_time() {
    let mut now = Instant::now();
    let mut allocator = Allocator::default();
    let wishes = [wish(0, Importance::Other, 2, [0, 0, 100])];
    let mut rests = Vec::new();
    for _ in 0..4 {
        settle(&mut allocator, &wishes, 0.0, &mut now);
        let lowered_at = allocator.grant(0, 0).expect("it is decided").since;
        while allocator.grant(0, 0).is_some_and(|grant| grant.encoding.is_none()) {
            now += Duration::from_millis(100);
            // It has rested long enough already: let it begin anew.
            let at = lowered_at + (now - lowered_at).saturating_sub(Duration::from_secs(40));
            allocator.allocate(&wishes, budget(500.0), at);
            if allocator.grant(0, 0).is_some_and(|grant| grant.encoding.is_some()) {
                rests.push((at - lowered_at).as_secs());
            }
        }
        now = allocator.grant(0, 0).expect("it is decided").since;
    }
    assert_eq!(rests, [0, 8, 16, 30]);
}

proptest! {
    #[test]
    fn what_is_given_fits_and_no_picture_flickers(
        rates in prop::collection::vec(50.0_f64..6000.0, 1..80),
        pictures in prop::collection::vec((0_usize..4, 0_u8..3, 20_u32..2000, 2_u32..5), 1..20),
    ) {
        let importance = [Importance::Screen, Importance::Pinned, Importance::Speaking, Importance::Other];
        let wishes: Vec<_> = pictures
            .iter()
            .enumerate()
            .map(|(view, (important, preferred, best, factor))| {
                wish(view, importance[*important], *preferred, [*best, best / factor, best / factor / factor])
            })
            .collect();
        let mut now = Instant::now();
        let mut allocator: Allocator<usize> = Allocator::default();
        let mut lowered: Vec<Option<Instant>> = vec![None; wishes.len()];
        for kbits in rates {
            for _ in 0..5 {
                now += Duration::from_millis(100);
                let before: Vec<_> = wishes.iter().map(|wish| allocator.grant(wish.view, wish.from).copied()).collect();
                allocator.allocate(&wishes, budget(kbits), now);
                let mut taken = 0.0;
                for (wish, before) in wishes.iter().zip(before) {
                    let encoding = allocator.grant(wish.view, wish.from).expect("it is decided").encoding;
                    let cost = encoding.map(|encoding| wish.cost(encoding).usual);
                    taken += f64::from(cost.unwrap_or(0));
                    prop_assert!(encoding.is_none_or(|encoding| encoding >= wish.preferred || wish.costs[2].is_none()));
                    let Some(before) = before else { continue };
                    let rank = |encoding: Option<u8>| encoding.map_or(ENCODINGS as u8, |encoding| encoding);
                    if rank(encoding) > rank(before.encoding) {
                        lowered[wish.view] = Some(now);
                    } else if rank(encoding) < rank(before.encoding) {
                        let rest = lowered[wish.view].map(|at| now - at);
                        prop_assert!(rest.is_none_or(|rest| rest >= RAISED_AFTER), "raised after {rest:?}");
                    }
                }
                prop_assert!(taken <= ((kbits - 100.0) * KBIT).max(0.0) + 1.0, "{taken} of {kbits}");
            }
        }
    }
}
