//! What the room's screen shows: a page of the content that the lesson is based on. Everyone sees the one that the teacher
//! has turned to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{events, requests},
    quiz::Outcome,
};
use crate::ids::ItemId;

requests! {
    /// The teacher turns the screen to a page.
    "on.screenTurn" => Turn(Turn),
}

events! {
    /// The screen shows another page.
    "on.screenTurn" => Turn(Box<Turned>),
}

/// The screen's part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct View {
    /// What the screen shows, if the lesson is based on something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub screen: Option<Screen>,
}

/// The screen as everyone sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Screen {
    /// From 0.
    pub page: u16,
    pub pages: u16,
    pub slide: Slide,
    /// Of a quiz whose right answer is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub outcome: Option<Outcome>,
}

/// What is on one page. Addresses are of this server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Slide {
    Photo {
        url: String,
        /// In pixels.
        width: u32,
        height: u32,
        alternative_text: String,
        caption: String,
    },
    Video {
        url: String,
        mime: String,
        alternative_text: String,
        caption: String,
    },
    /// A PDF, to be opened in a program of one's own.
    Presentation {
        url: String,
        name: String,
        caption: String,
    },
    /// Markdown made HTML, of which only harmless elements are left.
    Text {
        html: String,
    },
    /// A question, and what can be answered; which is right is not told.
    Quiz {
        quiz_id: ItemId,
        question: String,
        options: Vec<String>,
        /// Never on the wire: it is told when the teacher shows it.
        #[serde(skip)]
        #[ts(skip)]
        right: u8,
    },
}

/// `on.screenTurn` as the teacher sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Turn {
    pub page: u16,
}

/// `on.screenTurn` as everyone receives it; `null`: the lesson is based on nothing any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Turned {
    pub screen: Option<Screen>,
}
