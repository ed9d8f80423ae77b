//! How loud a packet is, as its sender says in the header extension of RFC 6464, and how loud a voice has been of late.
//!
//! A voice's envelope rises at once and falls slowly, so that a pause between two words does not count as silence.

use std::time::Instant;

/// Loudness in decibels above digital silence: 0 to 127.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Loudness(pub f32);

impl Loudness {
    /// From here on it is taken for speech: -55 dBov.
    pub const SPEECH: Loudness = Loudness(72.0);
    /// A voice that has not been louder than this for a while has nothing to say: -70 dBov, a quiet room.
    pub const SILENCE: Loudness = Loudness(57.0);
    /// What a packet without a level counts as: -30 dBov.
    pub const UNKNOWN: Loudness = Loudness(97.0);

    /// From the extension's byte: seven bits of -dBov below the sender's own guess whether it is a voice.
    pub fn of_extension(byte: u8) -> Self {
        Self(f32::from(127 - (byte & 0x7f)))
    }

    pub fn is_speech(self) -> bool {
        self >= Self::SPEECH
    }
}

/// How fast an envelope falls, in decibels a second.
const FALL: f32 = 25.0;

/// How loud a voice has been of late.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    peak: f32,
    at: Instant,
}

impl Envelope {
    pub fn silent(now: Instant) -> Self {
        Self { peak: 0.0, at: now }
    }

    pub fn hear(&mut self, loudness: Loudness, now: Instant) {
        self.peak = self.at(now).max(loudness.0);
        self.at = now;
    }

    pub fn at(&self, now: Instant) -> f32 {
        let passed = now.saturating_duration_since(self.at).as_secs_f32();
        (self.peak - FALL * passed).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_extension_counts_downwards_from_the_loudest() {
        assert_eq!(Loudness::of_extension(0), Loudness(127.0));
        assert_eq!(Loudness::of_extension(127), Loudness(0.0));
        assert_eq!(Loudness::of_extension(0x80 | 30), Loudness::UNKNOWN, "the voice bit is no part of the level");
    }

    #[test]
    fn a_pause_between_words_is_not_silence() {
        let begun = Instant::now();
        let mut voice = Envelope::silent(begun);
        voice.hear(Loudness(97.0), begun);
        voice.hear(Loudness(10.0), begun + Duration::from_millis(20));
        assert!(voice.at(begun + Duration::from_millis(300)) > Loudness::SPEECH.0);
        assert!(voice.at(begun + Duration::from_secs(2)) < Loudness::SPEECH.0);
        assert_eq!(voice.at(begun + Duration::from_secs(60)), 0.0);
    }
}
