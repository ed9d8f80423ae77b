//! Showing oneself: who may show a camera or share a screen, and who does.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{Nothing, events, requests};
use crate::ids::ParticipantId;

requests! {
    /// Turn one's own camera on or off: from now on, or no longer, the others see what its section sends.
    "on.cameraShow" => ShowCamera(Switch),
    /// Share one's own screen, over a peer connection of its own; the reply is the answer.
    "on.screenShare" => ShareScreen(ScreenOffer) -> super::sound::Description,
    /// Stop sharing one's own screen.
    "on.screenStop" => StopScreen(Nothing),
    /// Ask the teacher for permission, or ask no longer.
    "on.showingAsk" => Ask(Asking),
    /// The teacher says who may show cameras and screens.
    "on.showingAllow" => Allow(Showing),
    /// The teacher allows one person a camera or a screen, or forbids it, which ends it at once.
    "on.showingPermit" => Permit(Permit),
    /// The teacher has everyone see one person large, or nobody any more.
    "on.showingSpotlight" => Spotlight(Spotlight),
}

events! {
    "on.showingAllow" => Allowed(Showing),
    /// For the teachers and that person: what someone may show has changed.
    "on.showingPermit" => Permitted(Permission),
    /// For the teachers: someone asks for permission, or no longer.
    "on.showingAsk" => Asked(Asked),
    /// The person that everyone sees large has changed.
    "on.showingSpotlight" => Spotlit(Spotlight),
    /// Whether a participant shares a screen has changed.
    "on.participantScreen" => Screen(ScreenChanged),
    /// For the sender of a camera or a screen: which of its encodings somebody watches.
    "on.cameraWanted" => Wanted(EncodingsWanted),
}

/// Which students may show something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ShowingRule {
    Nobody,
    /// Students with the teacher's permission, which they can ask for.
    #[default]
    Asked,
    Everyone,
}

impl ShowingRule {
    const ALL: [(Self, &str); 3] = [(Self::Nobody, "nobody"), (Self::Asked, "asked"), (Self::Everyone, "everyone")];

    /// The rule's name in the database.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find_map(|(rule, name)| (rule == self).then_some(name)).unwrap_or_default()
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find_map(|(rule, name)| (name == text).then_some(rule))
    }
}

/// A camera or a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ShowKind {
    Camera,
    Screen,
}

/// Who may show what in a lesson, besides the teacher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Showing {
    pub cameras: ShowingRule,
    pub screens: ShowingRule,
    /// Whether several screens may be shared at once.
    #[serde(default)]
    pub several_screens: bool,
}

/// The snapshot's part: the rules, what the receiver may show, and for a teacher who asks for permission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    pub showing: Showing,
    pub may_show: Permission,
    /// The person that everyone sees large; absent for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub spotlight: Option<ParticipantId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Asked>>")]
    pub showing_asked: Vec<Asked>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Switch {
    pub on: bool,
}

/// `on.screenShare`: a session description with one video section that sends, and perhaps one of audio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScreenOffer {
    pub sdp: String,
}

/// `on.showingAsk` as clients send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Asking {
    pub kind: ShowKind,
    pub asks: bool,
}

/// `on.showingAsk` as the teachers receive it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    pub participant_id: ParticipantId,
    pub kind: ShowKind,
    pub asks: bool,
}

/// `on.showingPermit` as the teacher sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Permit {
    pub participant_id: ParticipantId,
    pub kind: ShowKind,
    pub may: bool,
}

/// `on.showingSpotlight`, in both directions; without an id, nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Spotlight {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub participant_id: Option<ParticipantId>,
}

/// What someone may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    pub participant_id: ParticipantId,
    pub camera: bool,
    pub screen: bool,
}

/// `on.participantScreen`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScreenChanged {
    pub participant_id: ParticipantId,
    pub screen: bool,
}

/// `on.cameraWanted`: for each encoding, the best first, whether somebody watches it. Nothing else need be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EncodingsWanted {
    pub kind: ShowKind,
    pub encodings: Vec<bool>,
}
