//! A page with everything on it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Element;
use crate::ids::Seat;

/// A page as it is sent to one who comes later: `GET /boards/{session}/pages/{page}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "BoardContent")]
pub struct Content {
    /// Operations up to this number are contained.
    #[ts(type = "number")]
    pub number: u64,
    #[ts(type = "number")]
    pub cleared: u64,
    pub hidden: Vec<Seat>,
    /// In the order of their numbers: the later ones lie above. Without what was deleted.
    pub elements: Vec<Made>,
}

/// An element with the number of the operation that made it. It is shared, because a large page is written as JSON on another
/// thread than the room's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "MadeElement")]
pub struct Made {
    #[ts(type = "number")]
    pub number: u64,
    #[serde(with = "shared")]
    #[ts(as = "Element")]
    pub element: Arc<Element>,
}

mod shared {
    use super::{Arc, Deserialize, Element, Serialize};

    pub fn serialize<S: serde::Serializer>(element: &Arc<Element>, serializer: S) -> Result<S::Ok, S::Error> {
        Element::serialize(element, serializer)
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Arc<Element>, D::Error> {
        Element::deserialize(deserializer).map(Arc::new)
    }
}
