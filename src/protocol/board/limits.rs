//! What an operation may contain.

use super::{BOUND, COLOURS, ElementId, Operation, Place, SCALES, Shape, Style, TEXT_LIMIT, WIDTHS};
use crate::{error::Refusal, protocol::text::drawn};

impl Operation {
    /// The element that it changes; `None` for an operation on the whole page.
    pub fn element(&self) -> Option<ElementId> {
        match self {
            Operation::Put { element } => Some(element.id),
            Operation::Move { id, .. }
            | Operation::Style { id, .. }
            | Operation::Write { id, .. }
            | Operation::Group { id, .. }
            | Operation::Delete { id }
            | Operation::Restore { id, .. } => Some(*id),
            Operation::Clear { .. } | Operation::Hide { .. } => None,
        }
    }

    /// Checks the values against their limits, and cleans a text.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::InkBad`], [`Refusal::TextBad`].
    pub fn checked(self) -> Result<Self, Refusal> {
        match self {
            Operation::Put { mut element } => {
                element.text = text(&element.text)?;
                element.shape.check()?;
                element.place.check()?;
                element.style.check()?;
                Ok(Operation::Put { element })
            }
            Operation::Move { place, .. } => place.check().map(|()| self),
            Operation::Style { style, .. } => style.check().map(|()| self),
            Operation::Write { id, text } => Ok(Operation::Write { id, text: self::text(&text)? }),
            Operation::Restore { id, .. } => Ok(Operation::Restore { id, made: None }),
            other => Ok(other),
        }
    }
}

fn text(raw: &str) -> Result<String, Refusal> {
    drawn(raw, TEXT_LIMIT)
}

fn inside(values: &[i32]) -> Result<(), Refusal> {
    let fits = values.iter().all(|value| (-BOUND..=BOUND).contains(value));
    if fits { Ok(()) } else { Err(Refusal::InkBad) }
}

impl Place {
    fn check(&self) -> Result<(), Refusal> {
        inside(&[self.x, self.y])?;
        let fits = SCALES.contains(&self.sx) && SCALES.contains(&self.sy);
        if fits { Ok(()) } else { Err(Refusal::InkBad) }
    }
}

impl Style {
    fn check(self) -> Result<(), Refusal> {
        if self.colour < COLOURS && self.width < WIDTHS { Ok(()) } else { Err(Refusal::InkBad) }
    }
}

impl Shape {
    fn check(&self) -> Result<(), Refusal> {
        match self {
            Shape::Pen { points } | Shape::Marker { points } => points.check(),
            Shape::Line { x, y } | Shape::Arrow { x, y } => inside(&[*x, *y]),
            Shape::Box { w, h } | Shape::Ellipse { w, h } | Shape::Frame { w, h } => size(*w, *h),
            Shape::Text { w, h } | Shape::Note { w, h } => size(*w, *h),
            Shape::Picture { w, h, file } => size(*w, *h).and(picture(file)),
            Shape::Connector { .. } => Ok(()),
        }
    }

    /// Roughly how many bytes it has beside what every element has.
    pub fn weight(&self) -> usize {
        match self {
            Shape::Pen { points } | Shape::Marker { points } => points.bytes(),
            Shape::Picture { file, .. } => file.len(),
            _ => 0,
        }
    }
}

fn size(w: i32, h: i32) -> Result<(), Refusal> {
    inside(&[w, h])?;
    if w >= 0 && h >= 0 { Ok(()) } else { Err(Refusal::InkBad) }
}

/// A name as files have it: a SHA-256 and the ending of a picture.
fn picture(file: &str) -> Result<(), Refusal> {
    let (hash, ending) = file.split_once('.').ok_or(Refusal::InkBad)?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash && matches!(ending, "png" | "jpg") { Ok(()) } else { Err(Refusal::InkBad) }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Element, Points},
        *,
    };
    use crate::ids::Seat;

    fn put(shape: Shape) -> Operation {
        let place = Place { x: 0, y: 0, sx: 1000, sy: 1000 };
        let id = ElementId(Seat(1), 1);
        let element = Element { id, shape, place, style: Style::default(), text: String::new(), group: 0 };
        Operation::Put { element: Box::new(element) }
    }

    fn with(change: impl FnOnce(&mut Element)) -> Operation {
        let Operation::Put { mut element } = put(Shape::Box { w: 1, h: 1 }) else { panic!("it puts") };
        change(&mut element);
        Operation::Put { element }
    }

    #[test]
    fn values_beyond_their_limits_are_refused() {
        assert!(with(|_| ()).checked().is_ok());
        for (wrong, refusal) in [
            (put(Shape::Line { x: BOUND + 1, y: 0 }), Refusal::InkBad),
            (put(Shape::Box { w: -1, h: 1 }), Refusal::InkBad),
            (put(Shape::Picture { w: 1, h: 1, file: "../secret.png".to_owned() }), Refusal::InkBad),
            (put(Shape::Pen { points: Points::from_bytes(&[]) }), Refusal::InkBad),
            (with(|element| element.style.colour = COLOURS), Refusal::InkBad),
            (with(|element| element.style.width = WIDTHS), Refusal::InkBad),
            (with(|element| element.place.y = i32::MIN), Refusal::InkBad),
            (with(|element| element.place.sx = 0), Refusal::InkBad),
            (with(|element| element.text = "a".repeat(TEXT_LIMIT + 1)), Refusal::TooLarge),
            (with(|element| element.text = "a\u{7}".to_owned()), Refusal::TextBad),
        ] {
            assert_eq!(wrong.clone().checked(), Err(refusal), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_operation() {
        for place in [r#"{"x":null,"y":0,"sx":1000,"sy":1000}"#, r#"{"x":1e99,"y":0,"sx":1000,"sy":1000}"#] {
            let text = format!(r#"{{"op":"move","id":[1,1],"place":{place}}}"#);
            assert!(serde_json::from_str::<Operation>(&text).is_err(), "{text}");
        }
    }
}
