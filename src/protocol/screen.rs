//! The room's screen: one slide of the content that the lesson is based on. Everyone sees the slide to which the teacher has
//! turned.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{events, requests},
    poll::{Answer, Question},
    quiz::Outcome,
};
use crate::ids::ItemId;

/// The most pages of a presentation that can be shown.
pub const PDF_PAGES: u16 = 1000;

requests! {
    /// The teacher turns the screen to a slide, and a presentation to one of its pages.
    "on.screenTurn" => Turn(Turn),
}

events! {
    /// The screen shows another slide.
    "on.screenTurn" => Turn(Box<Turned>),
}

/// The screen's part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct View {
    /// The screen; absent if the lesson has no content.
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
    /// Which item of the content the slide is: it stays the same when the content around it changes.
    pub item_id: ItemId,
    /// The page of a presentation, from 0; absent for its first page, and for other slides.
    #[serde(default, skip_serializing_if = "is_first")]
    #[ts(optional, as = "Option<u16>")]
    pub pdf_page: u16,
    pub slide: Slide,
    /// Whether the teacher has opened the quiz on this page; absent for other pages, and until then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub quiz_open: bool,
    /// Present for a quiz whose right answer is revealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub outcome: Option<Outcome>,
}

fn is_first(page: &u16) -> bool {
    *page == 0
}

/// An item of the content, as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenItem {
    pub id: ItemId,
    pub slide: Slide,
}

/// One slide. URLs are on this server.
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
    /// A PDF; the screen shows one page.
    Presentation {
        url: String,
        name: String,
        caption: String,
    },
    /// Markdown rendered as HTML with harmless elements only.
    Text {
        html: String,
    },
    /// A poll that the teacher can start, without its right answer.
    Poll {
        item_id: ItemId,
        question: Box<Question>,
        /// Never on the wire: it becomes that of the poll.
        #[serde(skip)]
        #[ts(skip)]
        right: Option<Answer>,
    },
    /// A question and its possible answers, without the right one.
    Quiz {
        quiz_id: ItemId,
        question: String,
        options: Vec<String>,
        /// Never on the wire; sent when the teacher reveals it.
        #[serde(skip)]
        #[ts(skip)]
        right: u8,
    },
}

/// `on.screenTurn` as the teacher sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    pub page: u16,
    /// Of a presentation; absent: its first page.
    #[serde(default)]
    #[ts(optional, as = "Option<u16>")]
    pub pdf_page: u16,
}

/// `on.screenTurn` as everyone receives it; `null` when the lesson has no content any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Turned {
    pub screen: Option<Screen>,
}
