//! The whiteboards of a lesson and the ink over what its screen shows: one mechanism. A page holds elements; operations change
//! them, and the room numbers the operations. Lines that are being drawn travel as binary frames (`ink`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
pub use super::ink::{BOUND, COLOURS, Points, WIDTHS};
use crate::ids::{ItemId, ParticipantId, Seat};

mod content;
mod limits;

pub use content::{Content, Made};

/// The width of a slide in units, at any size on the screen.
pub const UNITS: i32 = 16_384;
/// The letters of a text or a note.
pub const TEXT_LIMIT: usize = 2000;
/// The operations in one request.
pub const BATCH: usize = 100;
/// A scale is in thousandths.
pub const SCALES: std::ops::RangeInclusive<i32> = 10..=100_000;

requests! {
    /// The teacher adds a whiteboard. The reply has its page's number.
    "on.boardAdd" => Add(Add) -> Opened,
    /// The page over a page of the screen; it is made when somebody first draws there.
    "on.boardOpen" => Open(Surface) -> Opened,
    /// Change elements of a page. The reply confirms that the change is in PostgreSQL.
    "on.boardChange" => Change(Change) -> Changed,
    /// The teacher shows a whiteboard to everyone instead of the screen, or puts it away.
    "on.boardShow" => Show(Show),
    /// The teacher names a whiteboard.
    "on.boardName" => Name(Name),
    /// The teacher deletes a whiteboard with everything on it.
    "on.boardRemove" => Remove(Remove),
    /// The teacher says which students may draw.
    "on.drawingAllow" => Allow(Allow),
    /// The teacher chooses a student who may draw, or takes the pen back.
    "on.drawingChoose" => Choose(Choose),
}

events! {
    /// There is a new page.
    "on.boardPage" => Page(Page),
    /// Elements of a page have changed.
    "on.boardChange" => Change(Numbered),
    "on.boardShow" => Show(Show),
    "on.boardName" => Name(Name),
    "on.boardRemove" => Remove(Remove),
    "on.drawingAllow" => Allow(Allow),
    "on.drawingChoose" => Choose(Choose),
}

/// The boards' part of a snapshot. Elements come by `GET /boards/{session}/pages/{page}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardView")]
#[serde(rename_all = "camelCase")]
pub struct View {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Page>>")]
    pub board_pages: Vec<Page>,
    /// The whiteboard that everyone sees; absent while the screen shows its slide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub board_shown: Option<u16>,
    /// Absent for nobody.
    #[serde(default, skip_serializing_if = "Drawing::is_nobody")]
    #[ts(optional, as = "Option<Drawing>")]
    pub drawing: Drawing,
    /// The students who may draw where `drawing` is `chosen`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<ParticipantId>>")]
    pub drawers: Vec<ParticipantId>,
}

/// Which students may draw. The teacher always may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Drawing {
    #[default]
    Nobody,
    Chosen,
    Everyone,
}

impl Drawing {
    pub const ALL: [Drawing; 3] = [Drawing::Nobody, Drawing::Chosen, Drawing::Everyone];

    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn is_nobody(&self) -> bool {
        *self == Drawing::Nobody
    }

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Drawing::Nobody => "nobody",
            Drawing::Chosen => "chosen",
            Drawing::Everyone => "everyone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|drawing| drawing.as_str() == text)
    }
}

/// One page: a whiteboard, or the ink over one page of the screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardPage")]
pub struct Page {
    pub page: u16,
    /// Present for ink over the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub over: Option<Surface>,
    pub template: Template,
    /// As the teacher has named it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub name: String,
}

/// A page of the screen: an item of the lesson's content, and the page of a PDF, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Surface {
    pub item_id: ItemId,
    pub pdf_page: u16,
}

/// What is printed on a whiteboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Template {
    #[default]
    Plain,
    Lined,
    Squared,
    Axes,
    Music,
    Europe,
}

impl Template {
    pub const ALL: [Template; 6] =
        [Template::Plain, Template::Lined, Template::Squared, Template::Axes, Template::Music, Template::Europe];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Template::Plain => "plain",
            Template::Lined => "lined",
            Template::Squared => "squared",
            Template::Axes => "axes",
            Template::Music => "music",
            Template::Europe => "europe",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.as_str() == text)
    }
}

/// `on.boardAdd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Add {
    pub template: Template,
}

/// The reply to `on.boardAdd` and `on.boardOpen`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Opened {
    pub page: u16,
}

/// `on.boardShow`, in both directions; `null` puts it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Show {
    pub page: Option<u16>,
}

/// `on.boardName`, in both directions; an empty name takes it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardName")]
pub struct Name {
    pub page: u16,
    pub name: String,
}

/// `on.boardRemove`, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardRemove")]
pub struct Remove {
    pub page: u16,
}

/// `on.drawingAllow`, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Allow {
    pub drawing: Drawing,
}

/// `on.drawingChoose`, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Choose {
    pub participant_id: ParticipantId,
    pub may: bool,
}

/// `on.boardChange` as the client sends it. All operations are carried out, or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Change {
    pub page: u16,
    pub operations: Vec<Operation>,
    /// For undoing: the number that each operation's field should still have. If somebody else has changed it since, the change is
    /// refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Array<number>")]
    pub expects: Option<Vec<u64>>,
}

/// The reply to `on.boardChange`: the number of the last operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardChanged")]
pub struct Changed {
    #[ts(type = "number")]
    pub number: u64,
}

/// `on.boardChange` as everyone receives it. The operations have the numbers from `number` on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "NumberedChange")]
pub struct Numbered {
    pub page: u16,
    #[ts(type = "number")]
    pub number: u64,
    pub operations: Vec<Operation>,
}

/// An element's id: the seat of its author, and the author's own counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct ElementId(pub Seat, pub u32);

/// One thing on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardElement")]
pub struct Element {
    pub id: ElementId,
    /// Never changes.
    pub shape: Shape,
    pub place: Place,
    pub style: Style,
    /// Of a text or a note; empty for the others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub text: String,
    /// Elements with the same number move together; 0 for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[ts(optional, as = "Option<u32>")]
    pub group: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What an element is, in units from its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardShape")]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Shape {
    Pen {
        points: Points,
    },
    Marker {
        points: Points,
    },
    Line {
        x: i32,
        y: i32,
    },
    Arrow {
        x: i32,
        y: i32,
    },
    Box {
        w: i32,
        h: i32,
    },
    Ellipse {
        w: i32,
        h: i32,
    },
    Text {
        w: i32,
        h: i32,
    },
    Note {
        w: i32,
        h: i32,
    },
    Frame {
        w: i32,
        h: i32,
    },
    /// A picture that was uploaded, by its name under `/files/`.
    Picture {
        w: i32,
        h: i32,
        file: String,
    },
    /// A line between two elements, which follows them.
    Connector {
        from: ElementId,
        to: ElementId,
    },
}

/// Where an element is, and its scale in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardPlace")]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub sx: i32,
    pub sy: i32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardStyle")]
pub struct Style {
    pub colour: u8,
    pub width: u8,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub filled: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub dashed: bool,
}

/// One change of one page. For each element and each of its fields, the operation with the highest number holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardOperation")]
#[serde(tag = "op", rename_all = "camelCase")]
pub enum Operation {
    /// A new element.
    Put {
        element: Box<Element>,
    },
    Move {
        id: ElementId,
        place: Place,
    },
    Style {
        id: ElementId,
        style: Style,
    },
    Write {
        id: ElementId,
        text: String,
    },
    Group {
        id: ElementId,
        group: u32,
    },
    Delete {
        id: ElementId,
    },
    /// Brings a deleted element back. The server adds the element for those who came after it was deleted.
    Restore {
        id: ElementId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        made: Option<Box<Made>>,
    },
    /// The teacher hides everything with a lower number; a lower number than before brings it back.
    Clear {
        #[ts(type = "number")]
        until: u64,
    },
    /// The teacher hides everything that one participant drew on this page, or shows it again.
    Hide {
        seat: Seat,
        hidden: bool,
    },
}
