//! One `m=` section of an offer, and its answer.

use std::{collections::HashSet, fmt::Write as _, net::SocketAddr};

use super::{Broken, IceCredentials, LocalParameters, Retransmissions};

/// The extension with the audio level of a packet (RFC 6464).
pub const LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
/// The extension with a packet's transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01).
pub const TRANSPORT: &str = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
/// The extensions with the names of a packet's section and encoding (RFC 8843, 16.2; RFC 8852).
pub const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
pub const RID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
/// The extension of a retransmission with the name of the encoding that it repairs (RFC 8852).
pub const REPAIRED_RID: &str = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

/// The largest number of encodings of one video (D24), and of formats in a section.
const ENCODINGS: usize = 3;
const FORMATS: usize = 64;
/// The largest number of kinds of feedback that are remembered for all formats of a section.
const FEEDBACK: usize = 8 * FORMATS;

/// Audio and video codecs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    Opus,
    Vp8,
    /// With packetization mode 1 (RFC 6184).
    H264,
}

/// A payload type that this server can forward.
#[derive(Clone, Copy, Debug)]
struct Format {
    payload_type: u8,
    codec: Codec,
}

#[derive(Debug, Default)]
pub struct Section {
    media: String,
    protocol: String,
    numbers: String,
    /// The client offers it as rejected: with port 0, and not only because it shares the path of others (RFC 8843, 6).
    has_no_port: bool,
    is_bundle_only: bool,
    pub mid: String,
    pub ice: IceCredentials,
    /// Whether the client sends in this section, and whether it receives.
    pub sends: bool,
    pub receives: bool,
    formats: Vec<Format>,
    /// The payload types of retransmissions (RFC 4588); the parameter `apt` of each names the format that it repairs.
    retransmissions: Vec<u8>,
    /// `a=fmtp` and `a=rtcp-fb` by payload type. They may stand before the `a=rtpmap` of their format, as Firefox has it.
    parameters: Vec<(u8, String)>,
    /// Without a payload type, the feedback is that of all formats (RFC 4585, 4.2).
    feedback: Vec<(Option<u8>, String)>,
    pub level_id: Option<u8>,
    pub transport_id: Option<u8>,
    mid_id: Option<u8>,
    pub rid_id: Option<u8>,
    repaired_rid_id: Option<u8>,
    pub ssrcs: Vec<u32>,
    /// The SSRCs of retransmissions, each with the one that it repairs (`a=ssrc-group:FID`, RFC 5576, 4.2).
    repairs: Vec<(u32, u32)>,
    /// The names of the encodings of one video, the best first (RFC 8853).
    pub rids: Vec<String>,
}

/// The server's role in a section.
#[derive(Clone, Copy)]
pub enum Role {
    ReceiveAudio,
    Slot(usize),
    ReceiveVideo,
    View(usize),
    Inactive,
}

impl Section {
    /// # Errors
    /// [`Broken`] when the line is none.
    pub fn open(media: &str) -> Result<Self, Broken> {
        let mut words = media.splitn(4, ' ');
        let (media, port) = (words.next().ok_or(Broken)?, words.next().ok_or(Broken)?);
        let (protocol, numbers) = (words.next().ok_or(Broken)?, words.next().ok_or(Broken)?);
        Ok(Self {
            media: media.into(),
            protocol: protocol.into(),
            numbers: numbers.into(),
            has_no_port: port == "0",
            sends: true,
            receives: true,
            ..Self::default()
        })
    }

    pub fn read(&mut self, name: &str, value: &str) {
        match name {
            "bundle-only" => self.is_bundle_only = true,
            "mid" => value.clone_into(&mut self.mid),
            "sendrecv" => (self.sends, self.receives) = (true, true),
            "sendonly" => (self.sends, self.receives) = (true, false),
            "recvonly" => (self.sends, self.receives) = (false, true),
            "inactive" => (self.sends, self.receives) = (false, false),
            "rtpmap" => self.read_format(value),
            "fmtp" => {
                if let Some((number, parameters)) = split_payload_type(value)
                    && self.parameters.len() < FORMATS
                {
                    self.parameters.push((number, parameters.to_owned()));
                }
            }
            "rtcp-fb" => {
                let feedback = match value.strip_prefix("* ") {
                    Some(what) => Some((None, what)),
                    None => split_payload_type(value).map(|(number, what)| (Some(number), what)),
                };
                if let Some((number, what)) = feedback
                    && self.feedback.len() < FEEDBACK
                {
                    self.feedback.push((number, what.to_owned()));
                }
            }
            "extmap" => self.read_extension(value),
            "ssrc" => {
                if let Some(ssrc) = value.split(' ').next().and_then(|ssrc| ssrc.parse().ok())
                    && !self.ssrcs.contains(&ssrc)
                    && self.ssrcs.len() < 4
                {
                    self.ssrcs.push(ssrc);
                }
            }
            "ssrc-group" => {
                let mut words = value.split(' ');
                if words.next() == Some("FID")
                    && let [Ok(repaired), Ok(own)] = [(); 2].map(|()| words.next().unwrap_or("").parse())
                    && self.repairs.len() < ENCODINGS
                {
                    self.repairs.push((own, repaired));
                }
            }
            "simulcast" => {
                let mut words = value.split(' ').skip_while(|word| *word != "send");
                // Of alternatives the first is used; a tilde marks an encoding that is paused.
                let name = |one: &str| one.split(',').next().unwrap_or(one).trim_start_matches('~').to_owned();
                let names = words.nth(1).into_iter().flat_map(|names| names.split(';')).map(name);
                // A name that is repeated names no second encoding.
                let mut seen = HashSet::new();
                let fresh = names.filter(|name| is_name(name) && seen.insert(name.clone()));
                self.rids = fresh.take(ENCODINGS).collect();
            }
            _ => {}
        }
    }

    fn read_format(&mut self, value: &str) {
        let Some((number, name)) = value.split_once(' ') else { return };
        let name = name.to_ascii_lowercase();
        let number = number.parse().ok().filter(|number| *number < 128);
        if let Some(number) = number.filter(|_| self.media == "video" && name == "rtx/90000")
            && self.retransmissions.len() < FORMATS
        {
            return self.retransmissions.push(number);
        }
        let codec = match self.media.as_str() {
            "audio" if name.starts_with("opus/48000") => Codec::Opus,
            "video" if name == "vp8/90000" => Codec::Vp8,
            "video" if name == "h264/90000" => Codec::H264,
            _ => return,
        };
        if let Some(payload_type) = number
            && self.formats.len() < FORMATS
        {
            self.formats.push(Format { payload_type, codec });
        }
    }

    /// The parameters of a payload type (`a=fmtp`), or nothing.
    fn parameters(&self, payload_type: u8) -> &str {
        let found = self.parameters.iter().find(|(number, _)| *number == payload_type);
        found.map_or("", |(_, parameters)| parameters)
    }

    fn offers_feedback(&self, format: Format, wanted: &str) -> bool {
        let concerns = |number: &Option<u8>| number.is_none_or(|number| number == format.payload_type);
        self.feedback.iter().any(|(number, what)| concerns(number) && what == wanted)
    }

    /// Whether the client reports which packets arrive, and when.
    pub fn reports_arrivals(&self) -> bool {
        self.formats.iter().any(|format| self.offers_feedback(*format, "transport-cc"))
    }

    fn read_extension(&mut self, value: &str) {
        let Some((id, rest)) = value.split_once(' ') else { return };
        let place = match rest.split(' ').next().unwrap_or(rest) {
            LEVEL => &mut self.level_id,
            TRANSPORT => &mut self.transport_id,
            MID => &mut self.mid_id,
            RID => &mut self.rid_id,
            REPAIRED_RID => &mut self.repaired_rid_id,
            _ => return,
        };
        // Ids above 14 would need the two-byte form in the packets that we send.
        *place = id.split('/').next().and_then(|id| id.parse().ok()).filter(|id| (1..15).contains(id));
    }

    fn format(&self, codec: Codec) -> Option<Format> {
        let mut all = self.formats.iter().copied().filter(|format| format.codec == codec);
        if codec != Codec::H264 {
            return all.next();
        }
        // The H.264 profile that all browsers decode (RFC 7742, 6.2).
        let all: Vec<_> =
            all.filter(|format| self.parameters(format.payload_type).contains("packetization-mode=1")).collect();
        let is_constrained =
            |format: &&Format| self.parameters(format.payload_type).to_ascii_lowercase().contains("level-id=42e0");
        all.iter().find(is_constrained).or(all.first()).copied()
    }

    pub fn payload_type(&self, codec: Codec) -> Option<u8> {
        self.format(codec).map(|format| format.payload_type)
    }

    /// The payload type of the retransmissions of a codec.
    pub fn retransmission_type(&self, codec: Codec) -> Option<u8> {
        let repaired = format!("apt={}", self.payload_type(codec)?);
        let repairs = |number: &&u8| self.parameters(**number).split(';').any(|one| one.trim() == repaired);
        self.retransmissions.iter().find(repairs).copied()
    }

    /// How the client retransmits its video, if it does so in streams of their own.
    pub fn retransmissions(&self, codec: Codec) -> Option<Retransmissions> {
        let payload_type = self.retransmission_type(codec)?;
        Some(Retransmissions { payload_type, rid_id: self.repaired_rid_id, repairs: self.repairs.clone() })
    }

    /// The codec that the client prefers to send.
    pub fn preferred(&self) -> Option<Codec> {
        let usable = |format: &&Format| self.format(format.codec).is_some();
        self.formats.iter().find(usable).map(|format| format.codec)
    }

    pub fn is_audio(&self) -> bool {
        self.media == "audio"
    }

    /// Whether the section has a format that this server can forward.
    pub fn is_usable(&self) -> bool {
        let is_rejected = self.has_no_port && !self.is_bundle_only;
        !is_rejected && self.preferred().is_some()
    }

    pub fn reject(&self, out: &mut String) {
        let Self { media, protocol, numbers, mid, .. } = self;
        let _ = write!(out, "m={media} 0 {protocol} {numbers}\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n");
        if !mid.is_empty() {
            let _ = write!(out, "a=mid:{mid}\r\n");
        }
    }

    /// The formats that are part of the answer.
    fn answered(&self, role: Role) -> Vec<Format> {
        let codecs = match (role, self.preferred()) {
            (Role::View(_), _) => vec![Codec::Vp8, Codec::H264],
            (_, preferred) => preferred.into_iter().collect(),
        };
        codecs.into_iter().filter_map(|codec| self.format(codec)).collect()
    }

    pub fn accept(&self, role: Role, local: &LocalParameters, first: bool, transport: bool, out: &mut String) {
        let Self { media, protocol, mid, .. } = self;
        let port = local.candidates.first().map_or(9, SocketAddr::port);
        let formats = self.answered(role);
        let rtx = formats.iter().filter_map(|format| self.retransmission_type(format.codec));
        let rtx: Vec<_> = if matches!(role, Role::ReceiveVideo | Role::View(_)) { rtx.collect() } else { Vec::new() };
        let all = formats.iter().map(|format| format.payload_type).chain(rtx.iter().copied());
        let numbers: Vec<_> = all.map(|number| number.to_string()).collect();
        let numbers = numbers.join(" ");
        let _ = write!(out, "m={media} {port} {protocol} {numbers}\r\nc=IN IP4 0.0.0.0\r\n");
        if !mid.is_empty() {
            let _ = write!(out, "a=mid:{mid}\r\n");
        }
        let LocalParameters { ufrag, password, fingerprint, .. } = local;
        let _ = write!(
            out,
            "a=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\na=fingerprint:sha-256 {fingerprint}\r\na=setup:passive\r\n\
             a=rtcp-mux\r\na=rtcp-rsize\r\n"
        );
        let has_numbers = matches!(role, Role::ReceiveAudio | Role::ReceiveVideo | Role::View(_));
        let transport_id = self.transport_id.filter(|_| transport && has_numbers);
        for format in formats {
            self.accept_format(format, role, transport_id.is_some(), out);
        }
        for number in &rtx {
            let _ = write!(out, "a=rtpmap:{number} rtx/90000\r\na=fmtp:{number} {}\r\n", self.parameters(*number));
        }
        let is_layered = matches!(role, Role::ReceiveVideo) && self.rid_id.is_some() && !self.rids.is_empty();
        let extensions = [
            (self.level_id, LEVEL, self.is_audio()),
            (transport_id, TRANSPORT, true),
            (self.mid_id, MID, is_layered),
            (self.rid_id, RID, is_layered),
            (self.repaired_rid_id, REPAIRED_RID, is_layered && !rtx.is_empty()),
        ];
        for (id, name, wanted) in extensions {
            if let Some(id) = id.filter(|_| wanted) {
                let _ = write!(out, "a=extmap:{id} {name}\r\n");
            }
        }
        match role {
            Role::ReceiveAudio | Role::ReceiveVideo => out.push_str("a=recvonly\r\n"),
            Role::Inactive => out.push_str("a=inactive\r\n"),
            Role::Slot(slot) => write_send_stream("slot", slot, local.first_ssrc.wrapping_add(slot as u32), None, out),
            Role::View(view) => {
                let repairs = (!rtx.is_empty()).then(|| super::retransmission_ssrc(local.first_ssrc, view));
                write_send_stream("view", view, super::view_ssrc(local.first_ssrc, view), repairs, out);
            }
        }
        if is_layered {
            for rid in &self.rids {
                let _ = write!(out, "a=rid:{rid} recv\r\n");
            }
            let _ = write!(out, "a=simulcast:recv {}\r\n", self.rids.join(";"));
        }
        if first {
            super::candidates(local.candidates, out);
        }
    }

    fn accept_format(&self, format: Format, role: Role, transport: bool, out: &mut String) {
        let Format { payload_type, codec } = format;
        let name = match codec {
            Codec::Opus => "opus/48000/2",
            Codec::Vp8 => "VP8/90000",
            Codec::H264 => "H264/90000",
        };
        let _ = write!(out, "a=rtpmap:{payload_type} {name}\r\n");
        let parameters = self.parameters(payload_type).split(';').map(str::trim);
        let mut parameters: Vec<_> = parameters.filter(|parameter| !parameter.is_empty()).collect();
        if matches!(role, Role::ReceiveAudio) {
            // RFC 7587, 6.1: constant bit rate. Packet sizes that follow the voice tell an eavesdropper what is said, and the
            // kernel takes packets of one size together.
            parameters.retain(|parameter| !parameter.starts_with("cbr="));
            parameters.push("cbr=1");
        }
        if !parameters.is_empty() {
            let _ = write!(out, "a=fmtp:{payload_type} {}\r\n", parameters.join(";"));
        }
        let ours = ["nack", "nack pli", "ccm fir", "transport-cc"];
        for what in ours.into_iter().filter(|what| self.offers_feedback(format, what)) {
            if what != "transport-cc" || transport {
                let _ = write!(out, "a=rtcp-fb:{payload_type} {what}\r\n");
            }
        }
    }
}

/// The payload type at the start of an attribute's value, and the rest.
fn split_payload_type(value: &str) -> Option<(u8, &str)> {
    let (number, rest) = value.split_once(' ')?;
    Some((number.parse().ok()?, rest))
}

/// `repairs` is the SSRC of the stream's retransmissions.
fn write_send_stream(kind: &str, number: usize, ssrc: u32, repairs: Option<u32>, out: &mut String) {
    let _ = write!(out, "a=sendonly\r\na=msid:{kind}{number} {kind}{number}\r\n");
    if let Some(repairs) = repairs {
        let _ = write!(out, "a=ssrc-group:FID {ssrc} {repairs}\r\n");
    }
    for ssrc in [ssrc].into_iter().chain(repairs) {
        let _ = write!(out, "a=ssrc:{ssrc} cname:l\r\na=ssrc:{ssrc} msid:{kind}{number} {kind}{number}\r\n");
    }
}

/// Whether the name may appear in an answer (RFC 8851, 10).
fn is_name(text: &str) -> bool {
    (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
