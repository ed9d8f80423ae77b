//! One page of a whiteboard. For each element and each of its fields the operation with the highest number holds, so a page does not
//! depend on the order in which operations arrive: one that changes an element which is not there yet waits for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    ids::Seat,
    protocol::board::{Content, Element, ElementId, Made, Operation, Template},
};

/// The elements of one page, and roughly their bytes.
pub const ELEMENTS: usize = 50_000;
pub const BYTES: usize = 8 * 1024 * 1024;
/// Roughly what an element has beside its points and its text.
const ELEMENT_BYTES: usize = 48;

/// The number of the operation that last set each field.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Fields {
    place: u64,
    style: u64,
    text: u64,
    group: u64,
    deleted: u64,
}

impl Fields {
    fn all(number: u64) -> Self {
        Self { place: number, style: number, text: number, group: number, deleted: number }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Entry {
    /// `None` while only changes of it have arrived.
    made: Option<Made>,
    fields: Fields,
    deleted: bool,
    early: Vec<(u64, Operation)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub template: Template,
    pub name: String,
    /// The last number that was given out, and the last that holds.
    pub given: u64,
    pub number: u64,
    entries: BTreeMap<ElementId, Entry>,
    /// Elements whose records wait for the journal.
    pub pending: BTreeSet<ElementId>,
    /// What was made up to this number is hidden, and which operation said so.
    cleared: (u64, u64),
    hidden: BTreeMap<Seat, (u64, bool)>,
    bytes: usize,
}

pub fn weight(element: &Element) -> usize {
    ELEMENT_BYTES + element.shape.weight() + element.text.len()
}

impl Page {
    /// An empty page, the last operation on which had this number.
    pub fn new(template: Template, number: u64) -> Self {
        Self { template, number, given: number, ..Self::default() }
    }

    pub fn knows(&self, id: ElementId) -> bool {
        self.pending.contains(&id) || self.element(id).is_some()
    }

    pub fn element(&self, id: ElementId) -> Option<&Made> {
        self.entries.get(&id)?.made.as_ref()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of the operation that last set the field which `operation` sets.
    pub fn set_by(&self, operation: &Operation) -> u64 {
        let field = |id: &ElementId, of: fn(&Fields) -> u64| self.entries.get(id).map_or(0, |entry| of(&entry.fields));
        match operation {
            Operation::Put { .. } => 0,
            Operation::Move { id, .. } => field(id, |fields| fields.place),
            Operation::Style { id, .. } => field(id, |fields| fields.style),
            Operation::Write { id, .. } => field(id, |fields| fields.text),
            Operation::Group { id, .. } => field(id, |fields| fields.group),
            Operation::Delete { id } | Operation::Restore { id, .. } => field(id, |fields| fields.deleted),
            Operation::Clear { .. } => self.cleared.0,
            Operation::Hide { seat, .. } => self.hidden.get(seat).map_or(0, |(number, _)| *number),
        }
    }

    /// Applies an operation, in whatever order it arrives.
    pub fn apply(&mut self, number: u64, operation: Operation) {
        self.number = self.number.max(number);
        self.given = self.given.max(number);
        match operation {
            Operation::Put { element } => self.put(Made { number, element: Arc::new(*element) }, number),
            Operation::Restore { id, made } => {
                if let Some(made) = made {
                    self.put(*made, number);
                }
                self.set(number, id, Operation::Restore { id, made: None });
            }
            Operation::Clear { until } => {
                if number > self.cleared.0 {
                    self.cleared = (number, until);
                }
            }
            Operation::Hide { seat, hidden } => {
                let last = self.hidden.entry(seat).or_default();
                if number > last.0 {
                    *last = (number, hidden);
                }
            }
            change => self.set(number, change.element().expect("only a page's own have none"), change),
        }
    }

    /// Adds an element that contains all changes up to a number.
    fn put(&mut self, made: Made, up_to: u64) {
        let entry = self.entries.entry(made.element.id).or_default();
        if entry.made.is_some() {
            return;
        }
        self.bytes += weight(&made.element);
        let (id, early) = (made.element.id, std::mem::take(&mut entry.early));
        (entry.made, entry.fields) = (Some(made), Fields::all(up_to));
        for (number, change) in early {
            self.set(number, id, change);
        }
    }

    fn set(&mut self, number: u64, id: ElementId, change: Operation) {
        let entry = self.entries.entry(id).or_default();
        let Some(made) = &mut entry.made else { return entry.early.push((number, change)) };
        let newer = |field: &mut u64| number > std::mem::replace(field, number.max(*field));
        match change {
            Operation::Move { place, .. } if newer(&mut entry.fields.place) => {
                Arc::make_mut(&mut made.element).place = place;
            }
            Operation::Style { style, .. } if newer(&mut entry.fields.style) => {
                Arc::make_mut(&mut made.element).style = style;
            }
            Operation::Write { text, .. } if newer(&mut entry.fields.text) => {
                self.bytes = self.bytes + text.len() - made.element.text.len();
                Arc::make_mut(&mut made.element).text = text;
            }
            Operation::Group { group, .. } if newer(&mut entry.fields.group) => {
                Arc::make_mut(&mut made.element).group = group;
            }
            Operation::Delete { .. } if newer(&mut entry.fields.deleted) => entry.deleted = true,
            Operation::Restore { .. } if newer(&mut entry.fields.deleted) => entry.deleted = false,
            _ => {}
        }
    }

    /// How many elements and bytes [`Self::purge`] would leave.
    pub fn lasting(&self) -> (usize, usize) {
        let lasting = self.entries.values().filter(|entry| !self.is_gone(entry));
        let made = lasting.filter_map(|entry| entry.made.as_ref());
        made.fold((0, 0), |(count, bytes), made| (count + 1, bytes + weight(&made.element)))
    }

    fn is_gone(&self, entry: &Entry) -> bool {
        entry.deleted || entry.made.as_ref().is_some_and(|made| made.number <= self.cleared.1)
    }

    /// Forgets what was deleted or cleared: it cannot come back any more.
    pub fn purge(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.retain(|_, entry| !self.is_gone(entry));
        self.entries = entries;
        self.bytes = self.lasting().1;
    }

    /// The operation as it is told: a restored element comes along, for those who came after it was deleted.
    pub fn told(&self, operation: Operation) -> Operation {
        match operation {
            Operation::Restore { id, .. } => {
                Operation::Restore { id, made: self.element(id).map(|made| Box::new(made.clone())) }
            }
            other => other,
        }
    }

    pub fn content(&self) -> Content {
        let there = self.entries.values().filter(|entry| !entry.deleted);
        let mut elements: Vec<Made> = there.filter_map(|entry| entry.made.clone()).collect();
        elements.sort_unstable_by_key(|made| made.number);
        let hidden = self.hidden.iter().filter(|(_, (_, hidden))| *hidden).map(|(seat, _)| *seat).collect();
        Content { number: self.number, cleared: self.cleared.1, hidden, elements }
    }
}
