//! SDP (RFC 8866, RFC 8829) for a server that only answers: what a client wants to send and receive, and the answer, which gives
//! every receiving section a slot or a view.

use std::{fmt::Write as _, net::SocketAddr};

mod fragment;
mod section;

use super::Broken;
use crate::protocol::rtc::VIEWS;
pub use fragment::SdpFragment;
pub use section::Codec;
use section::{Role, Section};

/// The largest number of slots of one client.
pub const SLOTS: usize = 64;
/// The length of a SHA-256 fingerprint: 32 pairs of digits, separated by colons.
const FINGERPRINT_LEN: usize = 3 * 32 - 1;
/// How many certificates a client may choose from.
const MAX_FINGERPRINTS: usize = 4;
/// The largest number of sections in an offer.
const MAX_SECTIONS: usize = 2 * SLOTS;

/// Why an offer cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferFault {
    /// It is no SDP, has no section or too many.
    Malformed,
    /// It waits for the other side's handshake (`a=setup:passive`), and so does this server.
    WaitsForHandshake,
    /// It has no SHA-256 fingerprint of a certificate.
    NoFingerprint,
}

/// The user name fragment and the password of one side of an ICE session (RFC 8445, 5.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IceCredentials {
    pub ufrag: String,
    pub password: String,
}

/// An offer.
#[derive(Debug, Default)]
pub struct Offer {
    /// SHA-256 fingerprints in capital letters: the client's certificate has one of them (RFC 8122, 5).
    pub fingerprints: Vec<String>,
    /// The client's side of ICE, on the path that it gets.
    pub ice: IceCredentials,
    /// Whether its sections can share one path (RFC 8843).
    is_bundled: bool,
    sections: Vec<Section>,
}

/// The audio that a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioParameters {
    pub payload_type: u8,
    pub level_id: Option<u8>,
    /// Its SSRCs, if the offer names them.
    pub ssrcs: Vec<u32>,
}

/// How a client receives audio. All clients with the same format get the same packets, apart from encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReceiveFormat {
    pub slots: usize,
    pub payload_type: u8,
    pub level_id: Option<u8>,
}

/// The video that a client sends, in one encoding or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoParameters {
    pub payload_type: u8,
    pub codec: Codec,
    pub ssrcs: Vec<u32>,
    pub rid_id: Option<u8>,
    /// The names of its encodings, the best first; empty when there is only one.
    pub rids: Vec<String>,
    /// `None` when it repeats lost packets within their stream.
    pub retransmissions: Option<Retransmissions>,
}

/// Retransmissions in streams of their own (RTX, RFC 4588).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retransmissions {
    pub payload_type: u8,
    /// The id of the extension with the name of the repaired encoding.
    pub rid_id: Option<u8>,
    /// Their SSRCs, each with the one that it repairs, if the offer names them.
    pub repairs: Vec<(u32, u32)>,
}

/// How a client receives video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewFormat {
    pub count: usize,
    pub vp8: Option<ViewCodec>,
    pub h264: Option<ViewCodec>,
    /// The id of the extension with a packet's transport-wide sequence number: the client reports which packets arrive, and when.
    pub transport_id: Option<u8>,
}

/// The client's payload types for a codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewCodec {
    pub payload_type: u8,
    /// For retransmissions (RTX); `None` when lost packets are repeated within their stream.
    pub retransmission_type: Option<u8>,
}

impl ViewFormat {
    /// The id of the extension with the transport-wide number of packets of this codec; `None` when they have none. A packet that
    /// is repeated within its stream must be the same byte for byte, so it can get no number of its own.
    pub fn transport_id_of(self, codec: ViewCodec) -> Option<u8> {
        self.transport_id.filter(|_| codec.retransmission_type.is_some())
    }

    /// The client's payload types for this codec.
    pub fn codec(self, codec: Codec) -> Option<ViewCodec> {
        match codec {
            Codec::Vp8 => self.vp8,
            Codec::H264 => self.h264,
            Codec::Opus => None,
        }
    }
}

/// What an offer and its answer have negotiated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Negotiated {
    pub audio: Option<AudioParameters>,
    pub format: Option<ReceiveFormat>,
    pub video: Option<VideoParameters>,
    pub views: Option<ViewFormat>,
    /// The id of the extension with a packet's transport-wide sequence number: the client wants to know which packets arrive, and
    /// when.
    pub transport_id: Option<u8>,
}

/// What a client may do, whatever it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub sends_audio: bool,
    pub sends_video: bool,
    /// Receives audio and video.
    pub receives: bool,
}

impl Capabilities {
    /// For a program that publishes, and for one that only receives.
    pub const PUBLISH_ONLY: Self = Self { sends_audio: true, sends_video: true, receives: false };
    pub const RECEIVE_ONLY: Self = Self { sends_audio: false, sends_video: false, receives: true };
}

/// The server's part of an answer.
pub struct LocalParameters<'a> {
    pub ufrag: &'a str,
    pub password: &'a str,
    pub fingerprint: &'a str,
    pub candidates: &'a [SocketAddr],
    /// The SSRC of the first slot; those of the other slots follow, and then those of the views and of their retransmissions.
    pub first_ssrc: u32,
    /// The number of this answer among those to the same client.
    pub version: u32,
}

impl Offer {
    /// # Errors
    /// [`OfferFault`] when this server cannot answer the offer.
    pub fn read(text: &str) -> Result<Self, OfferFault> {
        let mut offer = Self::default();
        let mut waits = false;
        for line in text.lines() {
            let line = line.trim_end();
            if let Some(media) = line.strip_prefix("m=") {
                if offer.sections.len() == MAX_SECTIONS {
                    return Err(OfferFault::Malformed);
                }
                offer.sections.push(Section::open(media).map_err(|_| OfferFault::Malformed)?);
            } else if let Some(attribute) = line.strip_prefix("a=") {
                let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
                match (name, offer.sections.last_mut()) {
                    ("fingerprint", _) => {
                        if let Some((hash, value)) = value.split_once(' ')
                            && hash.eq_ignore_ascii_case("sha-256")
                            && value.len() == FINGERPRINT_LEN
                        {
                            let value = value.to_ascii_uppercase();
                            if !offer.fingerprints.contains(&value) && offer.fingerprints.len() < MAX_FINGERPRINTS {
                                offer.fingerprints.push(value);
                            }
                        }
                    }
                    ("setup", _) => waits |= value == "passive",
                    ("group", None) => offer.is_bundled |= value.split(' ').next() == Some("BUNDLE"),
                    ("ice-ufrag", section) => {
                        let ice = section.map_or(&mut offer.ice, |section| &mut section.ice);
                        value.clone_into(&mut ice.ufrag);
                    }
                    ("ice-pwd", section) => {
                        let ice = section.map_or(&mut offer.ice, |section| &mut section.ice);
                        value.clone_into(&mut ice.password);
                    }
                    (_, Some(section)) => section.read(name, value),
                    _ => {}
                }
            }
        }
        if offer.sections.is_empty() {
            return Err(OfferFault::Malformed);
        }
        // If both sides wait for the other's ClientHello, neither sends one.
        if waits {
            return Err(OfferFault::WaitsForHandshake);
        }
        // Those of the section with the path, of all sections, or of another section of the bundle.
        let its = offer.sections.iter().find(|section| section.is_usable()).map(|section| &section.ice);
        let others = offer.sections.iter().map(|section| &section.ice);
        let named = |ice: &&IceCredentials| !ice.ufrag.is_empty();
        let ice = its.into_iter().chain([&offer.ice]).chain(others).find(named).cloned();
        offer.ice = ice.unwrap_or_default();
        if offer.fingerprints.is_empty() {
            return Err(OfferFault::NoFingerprint);
        }
        Ok(offer)
    }

    /// The mid of the section that has the candidates: that of the whole bundle, or of the only one that is accepted.
    pub fn bundle_mid(&self) -> &str {
        self.sections.iter().find(|section| section.is_usable()).map_or("", |section| &section.mid)
    }

    /// In how many audio sections the client sends.
    pub fn audio_senders(&self) -> usize {
        self.sections.iter().filter(|section| section.is_audio() && section.sends).count()
    }

    /// The answer, and what was negotiated.
    pub fn answer(&self, capabilities: Capabilities, local: &LocalParameters) -> (String, Negotiated) {
        let mut negotiated = Negotiated::default();
        let mut roles = Vec::with_capacity(self.sections.len());
        for section in &self.sections {
            // There is one path: without a bundle, only the first section can have it.
            let has_path = if self.is_bundled { !section.mid.is_empty() } else { roles.iter().all(Option::is_none) };
            roles.push(has_path.then(|| negotiated.negotiate_section(section, capabilities)).flatten());
        }
        // Audio has a constant rate. Only a sender of video adapts to the network, so only it needs transport feedback. A browser
        // gives each repeated packet a new transport-wide number. Within one stream, AES-GCM would then encrypt two different
        // packets under one nonce, which reveals its authentication key: so only a sender with streams for retransmissions gets
        // it.
        let has_rtx = negotiated.video.as_ref().is_some_and(|video| video.retransmissions.is_some());
        let video_section = self.sections.iter().zip(&roles).find(|(_, role)| matches!(role, Some(Role::ReceiveVideo)));
        negotiated.transport_id = video_section.filter(|_| has_rtx).and_then(|(section, _)| section.transport_id);
        let up = negotiated.transport_id.is_some();
        let down = negotiated.views.is_some_and(|views| views.transport_id.is_some());
        let (mut body, mut bundle) = (String::new(), String::new());
        for (section, role) in self.sections.iter().zip(roles) {
            match role {
                None => section.reject(&mut body),
                Some(role) => {
                    let transport = if matches!(role, Role::View(_)) { down } else { up };
                    section.accept(role, local, bundle.is_empty(), transport, &mut body);
                    let _ = write!(bundle, " {}", section.mid);
                }
            }
        }
        let group = if self.is_bundled { format!("a=group:BUNDLE{bundle}\r\n") } else { String::new() };
        let head = format!(
            "v=0\r\no=- {id} {version} IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n{group}a=ice-lite\r\na=msid-semantic: WMS *\r\n",
            id = local.first_ssrc,
            version = local.version,
        );
        (head + &body, negotiated)
    }
}

impl Negotiated {
    /// Negotiates one more section. Returns the server's role in it, or `None` to reject it.
    fn negotiate_section(&mut self, section: &Section, capabilities: Capabilities) -> Option<Role> {
        let codec = section.preferred().filter(|_| section.is_usable())?;
        // A section that sends and receives is for sending, except that a client that may only receive uses it to receive.
        let sends =
            section.sends && if section.is_audio() { capabilities.sends_audio } else { capabilities.sends_video };
        let receives = section.receives && capabilities.receives && !sends;
        let payload_type = section.payload_type(codec)?;
        Some(match (section.is_audio(), sends, receives) {
            (true, true, _) if self.audio.is_none() => {
                let Section { level_id, ref ssrcs, .. } = *section;
                self.audio = Some(AudioParameters { payload_type, level_id, ssrcs: ssrcs.clone() });
                Role::ReceiveAudio
            }
            (true, _, true) if self.format.is_none_or(|format| format.slots < SLOTS) => {
                let format =
                    self.format.get_or_insert(ReceiveFormat { slots: 0, payload_type, level_id: section.level_id });
                format.slots += 1;
                Role::Slot(format.slots - 1)
            }
            (false, true, _) if self.video.is_none() => {
                let Section { rid_id, ref ssrcs, ref rids, .. } = *section;
                let (ssrcs, rids, retransmissions) = (ssrcs.clone(), rids.clone(), section.retransmissions(codec));
                self.video = Some(VideoParameters { payload_type, codec, ssrcs, rid_id, rids, retransmissions });
                Role::ReceiveVideo
            }
            (false, _, true) if self.views.is_none_or(|views| views.count < VIEWS) => {
                let [vp8, h264] = [Codec::Vp8, Codec::H264].map(|codec| {
                    let retransmission_type = section.retransmission_type(codec);
                    section.payload_type(codec).map(|payload_type| ViewCodec { payload_type, retransmission_type })
                });
                let has_rtx = [vp8, h264].iter().flatten().any(|codec| codec.retransmission_type.is_some());
                let transport_id = section.transport_id.filter(|_| has_rtx && section.reports_arrivals());
                let views = self.views.get_or_insert(ViewFormat { count: 0, vp8, h264, transport_id });
                views.count += 1;
                Role::View(views.count - 1)
            }
            _ => Role::Inactive,
        })
    }
}

/// The SSRC of a view.
pub const fn view_ssrc(first_ssrc: u32, view: usize) -> u32 {
    first_ssrc.wrapping_add((SLOTS + view) as u32)
}

/// The SSRC of the retransmissions of a view.
pub const fn retransmission_ssrc(first_ssrc: u32, view: usize) -> u32 {
    first_ssrc.wrapping_add((SLOTS + VIEWS + view) as u32)
}

/// Writes the server's candidates.
fn candidates(candidates: &[SocketAddr], out: &mut String) {
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 8445, 5.1.2.1: host candidates, in the order in which they are announced.
        let priority = 126 << 24 | (65_535 - number as u32) << 8 | 255;
        let (ip, port) = (candidate.ip(), candidate.port());
        let _ = write!(out, "a=candidate:{number} 1 udp {priority} {ip} {port} typ host\r\n");
    }
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 6544, 4.2: the client connects; UDP has a higher priority.
        let priority = 126 << 24 | ((4 << 13) + 8191 - number as u32) << 8 | 255;
        let (ip, port, number) = (candidate.ip(), candidate.port(), candidates.len() + number);
        let kind = "typ host tcptype passive";
        let _ = write!(out, "a=candidate:{number} 1 tcp {priority} {ip} {port} {kind}\r\n");
    }
    out.push_str("a=end-of-candidates\r\n");
}

#[cfg(test)]
mod tests;
