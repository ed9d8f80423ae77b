//! Who is heard when more people speak than can be sent to everyone: the loudest few, each in a slot of their own.
//!
//! While there are slots enough everybody keeps one, silent or not. After that only speech takes a slot away, from whoever
//! has been quiet for longest: at once, so that no first syllable is lost, but only from one who is clearly quieter, so that
//! two who speak at once do not throw each other out. Silence is not sent, whosever slot it is in: an open microphone that
//! nobody speaks into costs the listeners nothing.

use std::{collections::HashMap, hash::Hash, time::Instant};

use super::level::{Envelope, Loudness};

/// By how many decibels a newcomer must be louder than the one who goes.
const MARGIN: f32 = 6.0;

/// What becomes of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes out in this slot, in which its sender was before.
    Stays(usize),
    /// It goes out in this slot, which is its sender's from now on.
    Takes(usize),
    /// It does not go out: its sender, whose slot this is, has been silent for a while.
    Rests(usize),
    /// It does not go out: its sender has no slot.
    Unheard,
}

struct Voice {
    envelope: Envelope,
    slot: Option<usize>,
}

pub struct Slots<S> {
    holders: Vec<Option<S>>,
    voices: HashMap<S, Voice>,
}

impl<S: Copy + Eq + Hash> Slots<S> {
    pub fn new(count: usize) -> Self {
        Self { holders: vec![None; count], voices: HashMap::new() }
    }

    /// Who is in which slot.
    pub fn holders(&self) -> &[Option<S>] {
        &self.holders
    }

    pub fn hear(&mut self, who: S, loudness: Loudness, now: Instant) -> Verdict {
        let voice = self.voices.entry(who).or_insert_with(|| Voice { envelope: Envelope::silent(now), slot: None });
        voice.envelope.hear(loudness, now);
        if let Some(slot) = voice.slot {
            let silent = voice.envelope.at(now) < Loudness::SILENCE.0;
            return if silent { Verdict::Rests(slot) } else { Verdict::Stays(slot) };
        }
        let Some(slot) = self.place_for(loudness, now) else { return Verdict::Unheard };
        if let Some(before) = self.holders[slot].replace(who)
            && let Some(voice) = self.voices.get_mut(&before)
        {
            voice.slot = None;
        }
        self.voices.get_mut(&who).expect("it was just heard").slot = Some(slot);
        Verdict::Takes(slot)
    }

    fn place_for(&self, loudness: Loudness, now: Instant) -> Option<usize> {
        if let Some(free) = self.holders.iter().position(Option::is_none) {
            return Some(free);
        }
        if !loudness.is_speech() {
            return None;
        }
        let envelope = |who: &S| self.voices.get(who).map_or(0.0, |voice| voice.envelope.at(now));
        let (slot, quietest) = self
            .holders
            .iter()
            .enumerate()
            .filter_map(|(slot, holder)| holder.as_ref().map(|who| (slot, envelope(who))))
            .min_by(|(_, one), (_, other)| one.total_cmp(other))?;
        (loudness.0 >= quietest + MARGIN).then_some(slot)
    }

    /// Forgets one who no longer speaks. Says whether that freed a slot.
    pub fn forget(&mut self, who: S) -> bool {
        let slot = self.voices.remove(&who).and_then(|voice| voice.slot);
        if let Some(slot) = slot {
            self.holders[slot] = None;
        }
        slot.is_some()
    }

    /// Forgets all but these. Says whether that freed a slot.
    pub fn keep(&mut self, still: impl Fn(&S) -> bool) -> bool {
        let gone: Vec<S> = self.voices.keys().filter(|who| !still(who)).copied().collect();
        gone.into_iter().fold(false, |freed, who| self.forget(who) | freed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const LOUD: Loudness = Loudness(97.0);
    const LOW: Loudness = Loudness(60.0);
    const QUIET: Loudness = Loudness(40.0);

    fn ms(begun: Instant, ms: u64) -> Instant {
        begun + Duration::from_millis(ms)
    }

    #[test]
    fn while_there_is_a_slot_for_everyone_each_keeps_theirs() {
        let begun = Instant::now();
        let mut slots = Slots::new(3);
        assert_eq!(slots.hear("ana", QUIET, begun), Verdict::Takes(0));
        assert_eq!(slots.hear("ben", LOUD, begun), Verdict::Takes(1));
        assert_eq!(slots.hear("cem", QUIET, begun), Verdict::Takes(2));
        for round in 1..500 {
            assert_eq!(slots.hear("ana", LOW, ms(begun, round * 20)), Verdict::Stays(0));
            assert_eq!(slots.hear("ben", LOW, ms(begun, round * 20)), Verdict::Stays(1));
        }
    }

    #[test]
    fn silence_is_not_sent_and_costs_nobody_their_slot() {
        let begun = Instant::now();
        let mut slots = Slots::new(2);
        assert_eq!(slots.hear("ana", LOUD, begun), Verdict::Takes(0));
        assert_eq!(slots.hear("ana", QUIET, ms(begun, 500)), Verdict::Stays(0), "a pause between two words");
        assert_eq!(slots.hear("ana", QUIET, ms(begun, 2000)), Verdict::Rests(0));
        assert_eq!(slots.hear("ana", LOUD, ms(begun, 2020)), Verdict::Stays(0));
    }

    #[test]
    fn who_begins_to_speak_is_heard_from_the_first_packet() {
        let begun = Instant::now();
        let mut slots = Slots::new(2);
        slots.hear("ana", LOUD, begun);
        slots.hear("ben", QUIET, begun);
        assert_eq!(slots.hear("cem", QUIET, ms(begun, 10)), Verdict::Unheard);
        assert_eq!(slots.hear("cem", LOUD, ms(begun, 20)), Verdict::Takes(1));
        assert_eq!(slots.holders(), [Some("ana"), Some("cem")]);
        assert_eq!(slots.hear("ben", QUIET, ms(begun, 30)), Verdict::Unheard);
    }

    #[test]
    fn two_who_speak_at_once_do_not_throw_each_other_out() {
        let begun = Instant::now();
        let mut slots = Slots::new(1);
        slots.hear("ana", LOUD, begun);
        for round in 0..200 {
            let now = ms(begun, round * 20);
            assert_eq!(slots.hear("ben", Loudness(LOUD.0 + 3.0), now), Verdict::Unheard);
            assert_eq!(slots.hear("ana", LOUD, now), Verdict::Stays(0));
        }
    }

    #[test]
    fn a_breath_does_not_cost_the_slot_but_silence_does() {
        let begun = Instant::now();
        let mut slots = Slots::new(1);
        slots.hear("ana", LOUD, begun);
        assert_eq!(slots.hear("ben", LOUD, ms(begun, 100)), Verdict::Unheard);
        assert_eq!(slots.hear("ben", LOUD, ms(begun, 400)), Verdict::Takes(0));
    }

    #[test]
    fn who_leaves_frees_the_slot() {
        let now = Instant::now();
        let mut slots = Slots::new(1);
        slots.hear("ana", LOUD, now);
        assert!(slots.forget("ana"));
        assert!(!slots.forget("ana"));
        assert_eq!(slots.hear("ben", QUIET, now), Verdict::Takes(0));
        assert!(!slots.keep(|who| *who == "ben"));
        assert!(slots.keep(|_| false));
        assert_eq!(slots.holders(), [None]);
    }

    #[test]
    fn a_hundred_and_fifty_open_microphones_fill_no_more_than_the_slots() {
        let begun = Instant::now();
        let mut slots = Slots::new(10);
        let mut forwarded = 0;
        for round in 0..50 {
            for who in 0..150 {
                let loud = if who % 15 == 0 { LOUD } else { QUIET };
                let verdict = slots.hear(who, loud, ms(begun, round * 20));
                forwarded += usize::from(matches!(verdict, Verdict::Stays(_) | Verdict::Takes(_)));
            }
        }
        assert!(forwarded <= 50 * 10 + 10, "{forwarded}");
        assert!(slots.holders().iter().flatten().all(|who| who % 15 == 0));
    }
}
