//! What people send and receive: sound, or pictures.

use std::time::Duration;

use str0m::{format::Codec, media::MediaKind};

/// One Opus packet, as a duration and in ticks.
const PACKET: Duration = Duration::from_millis(20);
const TICKS: u32 = 960;
/// What precedes the stamp of a video packet: VP8 (RFC 7741) without extensions, and a key frame in each packet, so that a watcher
/// shows every sender at once.
const VP8: [u8; 2] = [0x10, 0];
const VIDEO_CLOCK: f64 = 90_000.0;

/// What is sent and received.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Medium {
    #[default]
    Audio,
    /// With the time between two packets.
    Video(Duration),
}

impl Medium {
    pub fn packet(self) -> Duration {
        if let Self::Video(packet) = self { packet } else { PACKET }
    }

    /// Before the stamp of each packet.
    pub fn prefix(self) -> &'static [u8] {
        if self == Self::Audio { &[] } else { &VP8 }
    }

    pub fn kind(self) -> MediaKind {
        if self == Self::Audio { MediaKind::Audio } else { MediaKind::Video }
    }

    pub fn codec(self) -> Codec {
        if self == Self::Audio { Codec::Opus } else { Codec::Vp8 }
    }

    /// The duration of a packet in ticks.
    pub fn ticks(self) -> u32 {
        if let Self::Video(packet) = self { (packet.as_secs_f64() * VIDEO_CLOCK) as u32 } else { TICKS }
    }
}
