//! The audio level of a packet, as its sender states it in the header extension of RFC 6464, and the recent level of a speaker.
//!
//! A speaker's level rises at once and decays slowly, so that a pause between two words does not count as silence.

use std::time::Instant;

/// Loudness in decibels above digital silence: 0 to 127.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Loudness(pub f32);

impl Loudness {
    /// The threshold of speech: -55 dBov.
    pub const SPEECH: Loudness = Loudness(72.0);
    /// The threshold of silence: -70 dBov, a quiet room. A speaker whose recent level is lower is not forwarded.
    pub const SILENCE: Loudness = Loudness(57.0);
    /// The level of a packet without the extension: -30 dBov.
    pub const UNKNOWN: Loudness = Loudness(97.0);

    /// From the extension's byte: seven bits of -dBov below the bit that says whether the sender takes it for voice.
    pub fn of_extension(byte: u8) -> Self {
        Self(f32::from(127 - (byte & 0x7f)))
    }

    pub fn is_speech(self) -> bool {
        self >= Self::SPEECH
    }
}

/// The decay of the level, in decibels per second.
const DECAY: f32 = 25.0;

/// The recent level of a speaker.
#[derive(Clone, Copy, Debug)]
pub struct LevelMeter {
    peak: f32,
    at: Instant,
}

impl LevelMeter {
    pub fn silent(now: Instant) -> Self {
        Self { peak: 0.0, at: now }
    }

    pub fn record(&mut self, loudness: Loudness, now: Instant) {
        self.peak = self.at(now).max(loudness.0);
        self.at = now;
    }

    pub fn at(&self, now: Instant) -> f32 {
        let passed = now.saturating_duration_since(self.at).as_secs_f32();
        (self.peak - DECAY * passed).max(0.0)
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
        let mut meter = LevelMeter::silent(begun);
        meter.record(Loudness(97.0), begun);
        meter.record(Loudness(10.0), begun + Duration::from_millis(20));
        assert!(meter.at(begun + Duration::from_millis(300)) > Loudness::SPEECH.0);
        assert!(meter.at(begun + Duration::from_secs(2)) < Loudness::SPEECH.0);
        assert_eq!(meter.at(begun + Duration::from_secs(60)), 0.0);
    }
}
