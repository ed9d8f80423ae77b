//! SDP (RFC 8866, RFC 8829), as far as one server needs it that never offers: what a client wants to send and to receive,
//! and the answer, which gives every receiving section a slot, or a view.

use std::{fmt::Write as _, net::SocketAddr};

mod fragment;
mod section;

use super::Broken;
use crate::protocol::rtc::VIEWS;
pub use fragment::Fragment;
pub use section::Codec;
use section::{Role, Section};

/// How many slots one client may have.
pub const SLOTS: usize = 64;
/// How many sections an offer may have.
const SECTIONS: usize = 2 * SLOTS;

/// What a client proposes.
#[derive(Debug, Default)]
pub struct Offer {
    /// SHA-256 of its certificate.
    pub fingerprint: String,
    /// Its name in ICE.
    pub user: String,
    sections: Vec<Section>,
}

/// What a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishing {
    pub payload_type: u8,
    pub level_id: Option<u8>,
    /// Its streams, where the offer names them.
    pub ssrcs: Vec<u32>,
}

/// In which form a client receives. Those of one form can be sent the same packets, but for the encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    pub slots: usize,
    pub payload_type: u8,
    pub level_id: Option<u8>,
}

/// The picture that a client sends, in one encoding or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Camera {
    pub payload_type: u8,
    pub codec: Codec,
    pub ssrcs: Vec<u32>,
    pub rid_id: Option<u8>,
    /// The names of its encodings, the best first; none where there is only one.
    pub rids: Vec<String>,
}

/// Where a client takes pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Views {
    pub count: usize,
    pub vp8: Option<u8>,
    pub h264: Option<u8>,
}

impl Views {
    /// By which payload type it reads this codec.
    pub fn payload_type(self, codec: Codec) -> Option<u8> {
        match codec {
            Codec::Vp8 => self.vp8,
            Codec::H264 => self.h264,
            Codec::Opus => None,
        }
    }
}

/// What an offer and its answer come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub publishing: Option<Publishing>,
    pub form: Option<Form>,
    pub camera: Option<Camera>,
    pub views: Option<Views>,
    /// The extension with the number of a packet among all that the client sends: it wants to know which came, and when.
    pub transport_id: Option<u8>,
}

/// What a client may do, whatever it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub speaks: bool,
    pub shows: bool,
    /// Hears, and sees.
    pub listens: bool,
}

impl Part {
    /// A program that publishes, and one that listens.
    pub const PUBLISHES: Self = Self { speaks: true, shows: true, listens: false };
    pub const LISTENS: Self = Self { speaks: false, shows: false, listens: true };
}

/// What is ours in an answer.
pub struct Ours<'a> {
    pub user: &'a str,
    pub password: &'a str,
    pub fingerprint: &'a str,
    pub candidates: &'a [SocketAddr],
    /// The stream in the first slot; those in the others follow, and then those of the views.
    pub first_ssrc: u32,
    /// The number of this answer among those to the same client.
    pub version: u32,
}

impl Offer {
    /// # Errors
    /// [`Broken`] when it is no offer that this server could answer.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let mut offer = Self::default();
        let mut waits = false;
        for line in text.lines() {
            let line = line.trim_end();
            if let Some(media) = line.strip_prefix("m=") {
                if offer.sections.len() == SECTIONS {
                    return Err(Broken);
                }
                offer.sections.push(Section::open(media)?);
            } else if let Some(attribute) = line.strip_prefix("a=") {
                let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
                match (name, offer.sections.last_mut()) {
                    ("fingerprint", _) => {
                        if let Some(("sha-256", value)) = value.split_once(' ') {
                            offer.fingerprint = value.to_owned();
                        }
                    }
                    ("setup", _) => waits |= value == "passive",
                    ("ice-ufrag", _) if offer.user.is_empty() => value.clone_into(&mut offer.user),
                    (_, Some(section)) => section.read(name, value),
                    _ => {}
                }
            }
        }
        // One who waits and one who waits will never meet.
        let whole =
            !waits && offer.fingerprint.len() == 95 && offer.sections.iter().any(|section| !section.mid.is_empty());
        if whole { Ok(offer) } else { Err(Broken) }
    }

    /// The name of the section that has the addresses of all in the answer.
    pub fn tagged(&self) -> &str {
        self.sections.iter().find(|section| section.is_usable()).map_or("", |section| &section.mid)
    }

    /// How many sections with sound it sends in.
    pub fn voices(&self) -> usize {
        self.sections.iter().filter(|section| section.is_sound() && section.sends).count()
    }

    /// The answer, and what it comes to.
    pub fn answer(&self, part: Part, ours: &Ours) -> (String, Terms) {
        let mut terms = Terms::default();
        let roles: Vec<_> = self.sections.iter().map(|section| terms.take(section, part)).collect();
        // A voice has one rate, whatever the network does: only who sends pictures can make use of what we see of it.
        let transport = terms.camera.is_some();
        let sees = self.sections.iter().zip(&roles).find(|(_, role)| matches!(role, Some(Role::Sees)));
        terms.transport_id = sees.and_then(|(section, _)| section.transport_id);
        let (mut body, mut bundle) = (String::new(), String::new());
        for (section, role) in self.sections.iter().zip(roles) {
            match role {
                None => section.reject(&mut body),
                Some(role) => {
                    section.accept(role, ours, bundle.is_empty(), transport, &mut body);
                    let _ = write!(bundle, " {}", section.mid);
                }
            }
        }
        let head = format!(
            "v=0\r\no=- {id} {version} IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE{bundle}\r\na=ice-lite\r\n\
             a=msid-semantic: WMS *\r\n",
            id = ours.first_ssrc,
            version = ours.version,
        );
        (head + &body, terms)
    }
}

impl Terms {
    /// What comes of one more section. `None`: nothing.
    fn take(&mut self, section: &Section, part: Part) -> Option<Role> {
        let codec = section.preferred().filter(|_| section.is_usable())?;
        // One that both sends and receives is a microphone, but of one who only listens it is an ear.
        let sends = section.sends && if section.is_sound() { part.speaks } else { part.shows };
        let receives = section.receives && part.listens && !sends;
        let payload_type = section.payload_type(codec)?;
        Some(match (section.is_sound(), sends, receives) {
            (true, true, _) if self.publishing.is_none() => {
                let Section { level_id, ref ssrcs, .. } = *section;
                self.publishing = Some(Publishing { payload_type, level_id, ssrcs: ssrcs.clone() });
                Role::Hears
            }
            (true, _, true) if self.form.is_none_or(|form| form.slots < SLOTS) => {
                let form = self.form.get_or_insert(Form { slots: 0, payload_type, level_id: section.level_id });
                form.slots += 1;
                Role::Slot(form.slots - 1)
            }
            (false, true, _) if self.camera.is_none() => {
                let Section { rid_id, ref ssrcs, ref rids, .. } = *section;
                self.camera = Some(Camera { payload_type, codec, ssrcs: ssrcs.clone(), rid_id, rids: rids.clone() });
                Role::Sees
            }
            (false, _, true) if self.views.is_none_or(|views| views.count < VIEWS) => {
                let [vp8, h264] = [Codec::Vp8, Codec::H264].map(|codec| section.payload_type(codec));
                let views = self.views.get_or_insert(Views { count: 0, vp8, h264 });
                views.count += 1;
                Role::View(views.count - 1)
            }
            _ => Role::Idle,
        })
    }
}

/// Where this server is found.
fn candidates(candidates: &[SocketAddr], out: &mut String) {
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 8445, 5.1.2.1: host candidates, the first announced first.
        let priority = 126 << 24 | (65_535 - number as u32) << 8 | 255;
        let (ip, port) = (candidate.ip(), candidate.port());
        let _ = write!(out, "a=candidate:{number} 1 udp {priority} {ip} {port} typ host\r\n");
    }
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 6544, 4.2: the client connects, and UDP is better.
        let priority = 126 << 24 | ((4 << 13) + 8191 - number as u32) << 8 | 255;
        let (ip, port, number) = (candidate.ip(), candidate.port(), candidates.len() + number);
        let kind = "typ host tcptype passive";
        let _ = write!(out, "a=candidate:{number} 1 tcp {priority} {ip} {port} {kind}\r\n");
    }
    out.push_str("a=end-of-candidates\r\n");
}

#[cfg(test)]
mod tests;
