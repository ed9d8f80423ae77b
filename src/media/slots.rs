//! Selects the speakers that everyone hears when more people speak than can be forwarded: the loudest few, each in a slot.
//!
//! While there are enough slots, everyone keeps one, silent or not. After that only speech takes a slot, from the speaker who has
//! been quiet for longest. It takes the slot with its first packet, so that no first syllable is lost, but only from someone who
//! is clearly quieter, so that two people who speak at once do not displace each other in turn. Silence is not forwarded, even
//! from a speaker with a slot: an open microphone that nobody speaks into costs the listeners nothing.

use std::{collections::HashMap, hash::Hash, time::Instant};

use super::audio_level::{LevelMeter, Loudness};

/// By how many decibels a new speaker must be louder than the one that loses the slot.
const MARGIN: f32 = 6.0;

/// What to do with a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotDecision {
    /// Forward it in this slot, which its sender already holds.
    Forward(usize),
    /// Forward it in this slot, which its sender holds from now on.
    Assign(usize),
    /// Do not forward it: its sender holds this slot but has been silent for a while.
    Suppress(usize),
    /// Do not forward it: its sender has no slot.
    Drop,
}

struct Speaker {
    level: LevelMeter,
    slot: Option<usize>,
}

pub struct SpeakerSlots<S> {
    holders: Vec<Option<S>>,
    speakers: HashMap<S, Speaker>,
}

impl<S: Copy + Eq + Hash> SpeakerSlots<S> {
    pub fn new(count: usize) -> Self {
        Self { holders: vec![None; count], speakers: HashMap::new() }
    }

    /// Who holds which slot.
    pub fn holders(&self) -> &[Option<S>] {
        &self.holders
    }

    pub fn on_packet(&mut self, who: S, loudness: Loudness, now: Instant) -> SlotDecision {
        let speaker =
            self.speakers.entry(who).or_insert_with(|| Speaker { level: LevelMeter::silent(now), slot: None });
        speaker.level.record(loudness, now);
        if let Some(slot) = speaker.slot {
            let silent = speaker.level.at(now) < Loudness::SILENCE.0;
            return if silent { SlotDecision::Suppress(slot) } else { SlotDecision::Forward(slot) };
        }
        let Some(slot) = self.slot_for(loudness, now) else { return SlotDecision::Drop };
        if let Some(before) = self.holders[slot].replace(who)
            && let Some(speaker) = self.speakers.get_mut(&before)
        {
            speaker.slot = None;
        }
        self.speakers.get_mut(&who).expect("it was just heard").slot = Some(slot);
        SlotDecision::Assign(slot)
    }

    fn slot_for(&self, loudness: Loudness, now: Instant) -> Option<usize> {
        if let Some(free) = self.holders.iter().position(Option::is_none) {
            return Some(free);
        }
        if !loudness.is_speech() {
            return None;
        }
        let level = |who: &S| self.speakers.get(who).map_or(0.0, |speaker| speaker.level.at(now));
        let (slot, quietest) = self
            .holders
            .iter()
            .enumerate()
            .filter_map(|(slot, holder)| holder.as_ref().map(|who| (slot, level(who))))
            .min_by(|(_, one), (_, other)| one.total_cmp(other))?;
        (loudness.0 >= quietest + MARGIN).then_some(slot)
    }

    /// Removes a speaker. Returns whether that freed a slot.
    pub fn remove(&mut self, who: S) -> bool {
        let slot = self.speakers.remove(&who).and_then(|speaker| speaker.slot);
        if let Some(slot) = slot {
            self.holders[slot] = None;
        }
        slot.is_some()
    }

    /// Removes every speaker that `still` rejects. Returns whether that freed a slot.
    pub fn retain(&mut self, still: impl Fn(&S) -> bool) -> bool {
        let gone: Vec<S> = self.speakers.keys().filter(|who| !still(who)).copied().collect();
        gone.into_iter().fold(false, |freed, who| self.remove(who) | freed)
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
    fn everyone_keeps_a_slot_while_there_are_enough() {
        let begun = Instant::now();
        let mut slots = SpeakerSlots::new(3);
        assert_eq!(slots.on_packet("ana", QUIET, begun), SlotDecision::Assign(0));
        assert_eq!(slots.on_packet("ben", LOUD, begun), SlotDecision::Assign(1));
        assert_eq!(slots.on_packet("cem", QUIET, begun), SlotDecision::Assign(2));
        for round in 1..500 {
            assert_eq!(slots.on_packet("ana", LOW, ms(begun, round * 20)), SlotDecision::Forward(0));
            assert_eq!(slots.on_packet("ben", LOW, ms(begun, round * 20)), SlotDecision::Forward(1));
        }
    }

    #[test]
    fn silence_is_not_forwarded_and_does_not_cost_the_slot() {
        let begun = Instant::now();
        let mut slots = SpeakerSlots::new(2);
        assert_eq!(slots.on_packet("ana", LOUD, begun), SlotDecision::Assign(0));
        assert_eq!(
            slots.on_packet("ana", QUIET, ms(begun, 500)),
            SlotDecision::Forward(0),
            "a pause between two words"
        );
        assert_eq!(slots.on_packet("ana", QUIET, ms(begun, 2000)), SlotDecision::Suppress(0));
        assert_eq!(slots.on_packet("ana", LOUD, ms(begun, 2020)), SlotDecision::Forward(0));
    }

    #[test]
    fn a_new_speaker_is_heard_from_the_first_packet() {
        let begun = Instant::now();
        let mut slots = SpeakerSlots::new(2);
        slots.on_packet("ana", LOUD, begun);
        slots.on_packet("ben", QUIET, begun);
        assert_eq!(slots.on_packet("cem", QUIET, ms(begun, 10)), SlotDecision::Drop);
        assert_eq!(slots.on_packet("cem", LOUD, ms(begun, 20)), SlotDecision::Assign(1));
        assert_eq!(slots.holders(), [Some("ana"), Some("cem")]);
        assert_eq!(slots.on_packet("ben", QUIET, ms(begun, 30)), SlotDecision::Drop);
    }

    #[test]
    fn two_simultaneous_speakers_do_not_displace_each_other() {
        let begun = Instant::now();
        let mut slots = SpeakerSlots::new(1);
        slots.on_packet("ana", LOUD, begun);
        for round in 0..200 {
            let now = ms(begun, round * 20);
            assert_eq!(slots.on_packet("ben", Loudness(LOUD.0 + 3.0), now), SlotDecision::Drop);
            assert_eq!(slots.on_packet("ana", LOUD, now), SlotDecision::Forward(0));
        }
    }

    #[test]
    fn a_short_pause_keeps_the_slot_and_silence_loses_it() {
        let begun = Instant::now();
        let mut slots = SpeakerSlots::new(1);
        slots.on_packet("ana", LOUD, begun);
        assert_eq!(slots.on_packet("ben", LOUD, ms(begun, 100)), SlotDecision::Drop);
        assert_eq!(slots.on_packet("ben", LOUD, ms(begun, 400)), SlotDecision::Assign(0));
    }

    #[test]
    fn a_speaker_who_leaves_frees_the_slot() {
        let now = Instant::now();
        let mut slots = SpeakerSlots::new(1);
        slots.on_packet("ana", LOUD, now);
        assert!(slots.remove("ana"));
        assert!(!slots.remove("ana"));
        assert_eq!(slots.on_packet("ben", QUIET, now), SlotDecision::Assign(0));
        assert!(!slots.retain(|who| *who == "ben"));
        assert!(slots.retain(|_| false));
        assert_eq!(slots.holders(), [None]);
    }

    #[test]
    fn a_hundred_and_fifty_open_microphones_are_limited_to_the_slots() {
        let begun = Instant::now();
        let mut slots = SpeakerSlots::new(10);
        let mut forwarded = 0;
        for round in 0..50 {
            for who in 0..150 {
                let loud = if who % 15 == 0 { LOUD } else { QUIET };
                let verdict = slots.on_packet(who, loud, ms(begun, round * 20));
                forwarded += usize::from(matches!(verdict, SlotDecision::Forward(_) | SlotDecision::Assign(_)));
            }
        }
        assert!(forwarded <= 50 * 10 + 10, "{forwarded}");
        assert!(slots.holders().iter().flatten().all(|who| who % 15 == 0));
    }
}
