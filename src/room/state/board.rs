//! Whiteboards and ink over the screen. The room numbers the operations; one is told to everyone once it is committed. The teacher
//! says who may draw, and students change only what they drew themselves.

pub mod page;

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Feature, Member, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::board::Record,
    error::Refusal,
    ids::{ParticipantId, Seat},
    protocol::{
        board::{
            Allow, BATCH, Change, Changed, Choose, Content, Drawing, ElementId, Event, Name, Numbered, Opened,
            Operation, Page as PageView, Remove, Request, Show, Surface, Template, View,
        },
        screen::PDF_PAGES,
        text,
    },
    room::effect::Ticket,
};
use page::Page;

/// The whiteboards of a lesson, and its pages over the screen.
const BOARDS: usize = 100;
const OVERLAYS: usize = 1000;
/// Roughly the bytes of all pages of a lesson.
const LESSON_BYTES: usize = 64 * 1024 * 1024;
/// All pages that a lesson ever had: a number belongs to one page, also when that is deleted.
const EVER: u16 = 5000;

#[derive(Debug, Default)]
pub struct Board {
    pages: BTreeMap<u16, Page>,
    over: BTreeMap<Surface, u16>,
    /// Pages whose records wait for the journal.
    opening: BTreeMap<u16, (Option<Surface>, Ticket)>,
    /// Whiteboards that will be gone once the journal answers: nobody changes them any more.
    removing: BTreeSet<u16>,
    /// The highest number that a page ever had.
    last: u16,
    /// The last change that waits for the journal.
    changing: Option<Ticket>,
    shown: Option<u16>,
    drawing: Drawing,
    drawers: BTreeSet<ParticipantId>,
}

impl Feature for Board {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Add(_)
            | Request::Show(_)
            | Request::Name(_)
            | Request::Remove(_)
            | Request::Allow(_)
            | Request::Choose(_) => RoomAct::ManageBoards,
            Request::Open(_) | Request::Change(_) => RoomAct::Draw,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Add(add) => open(cx, None, add.template),
            Request::Open(surface) => open_over(cx, by, surface),
            Request::Change(change) => self::change(cx, by, change),
            Request::Show(show) => {
                show.page.map_or(Ok(()), |page| cx.room.features.board.find(page))?;
                cx.persist(Record::Shown { page: show.page });
                Ok(())
            }
            Request::Name(Name { page, name }) => {
                cx.room.features.board.find(page)?;
                let name = text::board_name(&name)?;
                cx.persist(Record::Named { page, name });
                Ok(())
            }
            Request::Remove(Remove { page }) => {
                cx.room.features.board.find(page)?;
                cx.persist(Record::Removed { page });
                cx.room.features.board.removing.insert(page);
                Ok(())
            }
            Request::Allow(Allow { drawing }) => {
                cx.persist(Record::Allowed { drawing });
                Ok(())
            }
            Request::Choose(Choose { participant_id, may }) => {
                let member = cx.room.roster.get(participant_id).filter(|member| member.role == RoomRole::Student);
                member.ok_or(Refusal::ParticipantUnknown)?;
                cx.persist(Record::Chosen { who: participant_id, may });
                Ok(())
            }
        }
    }

    fn committed(cx: &mut Context, record: Record) {
        let board = &mut cx.room.features.board;
        match record {
            Record::Opened { page, over, template, number } => {
                board.opening.remove(&page);
                board.last = board.last.max(page);
                board.pages.insert(page, Page::new(template, number));
                board.over.extend(over.map(|over| (over, page)));
                cx.answer(&Opened { page });
                cx.tell(Event::Page(PageView { page, over, template, name: String::new() }));
            }
            Record::Changed { page, number, operations } => {
                let Some(at) = board.pages.get_mut(&page) else { return };
                let mut told = Vec::with_capacity(operations.len());
                let mut last = number;
                for (number, operation) in (number..).zip(operations) {
                    last = number;
                    if let Operation::Put { element } = &operation {
                        at.pending.remove(&element.id);
                    }
                    at.apply(number, operation.clone());
                    told.push(at.told(operation));
                }
                cx.answer(&Changed { number: last });
                cx.tell(Event::Change(Numbered { page, number, operations: told }));
            }
            // It took effect with the request.
            Record::Purged { .. } => {}
            Record::Shown { page } => {
                board.shown = page;
                cx.tell(Event::Show(Show { page }));
            }
            Record::Named { page, name } => {
                if let Some(at) = board.pages.get_mut(&page) {
                    at.name.clone_from(&name);
                    cx.tell(Event::Name(Name { page, name }));
                }
            }
            Record::Removed { page } => {
                board.removing.remove(&page);
                board.last = board.last.max(page);
                board.pages.remove(&page);
                if board.shown == Some(page) {
                    board.shown = None;
                    cx.tell(Event::Show(Show { page: None }));
                }
                cx.tell(Event::Remove(Remove { page }));
            }
            Record::Allowed { drawing } => {
                board.drawing = drawing;
                cx.tell(Event::Allow(Allow { drawing }));
            }
            Record::Chosen { who, may } => {
                let _ = if may { board.drawers.insert(who) } else { board.drawers.remove(&who) };
                cx.tell(Event::Choose(Choose { participant_id: who, may }));
            }
        }
    }

    fn restored(cx: &mut Context, record: Record) {
        match record {
            Record::Purged { page } => {
                if let Some(page) = cx.room.features.board.pages.get_mut(&page) {
                    page.purge();
                }
            }
            record => Self::committed(cx, record),
        }
    }

    fn failed(cx: &mut Context, record: Record) {
        let board = &mut cx.room.features.board;
        match record {
            Record::Opened { page, .. } => drop(board.opening.remove(&page)),
            Record::Removed { page } => drop(board.removing.remove(&page)),
            Record::Changed { page, operations, .. } => {
                let Some(page) = board.pages.get_mut(&page) else { return };
                for operation in operations {
                    if let Operation::Put { element } = operation {
                        page.pending.remove(&element.id);
                    }
                }
            }
            _ => {}
        }
    }
}

impl Board {
    /// A whiteboard, that is a page which lies over no slide.
    ///
    /// # Errors
    /// [`Refusal::BoardUnknown`].
    fn find(&self, page: u16) -> Result<(), Refusal> {
        let there = self.pages.contains_key(&page) && !self.removing.contains(&page);
        let is_board = there && !self.over.values().any(|over| *over == page);
        if is_board { Ok(()) } else { Err(Refusal::BoardUnknown) }
    }
}

fn open_over(cx: &mut Context, by: ParticipantId, over: Surface) -> Result<(), Refusal> {
    may_draw(cx, by)?;
    let is_shown = cx.room.rules.slides.iter().any(|item| item.id == over.item_id);
    if !is_shown || over.pdf_page >= PDF_PAGES {
        return Err(Refusal::SlideUnknown);
    }
    let board = &cx.room.features.board;
    if let Some(page) = board.over.get(&over) {
        let opened = Opened { page: *page };
        cx.answer(&opened);
        return Ok(());
    }
    // Two who draw on a new page at once get the same one.
    let under_way = board.opening.values().find(|(opening, _)| *opening == Some(over)).map(|(_, ticket)| *ticket);
    if let Some(ticket) = under_way {
        cx.wait_for(ticket);
        return Ok(());
    }
    open(cx, Some(over), Template::Plain)
}

fn open(cx: &mut Context, over: Option<Surface>, template: Template) -> Result<(), Refusal> {
    let board = &cx.room.features.board;
    let opening = board.opening.values().filter(|(opening, _)| opening.is_some() == over.is_some()).count();
    let (there, most) = match over {
        Some(_) => (board.over.len(), OVERLAYS),
        None => (board.pages.len() - board.over.len(), BOARDS),
    };
    if there + opening >= most {
        return Err(Refusal::BoardFull);
    }
    let page = board.opening.keys().max().map_or(board.last, |last| board.last.max(*last)) + 1;
    if page > EVER {
        return Err(Refusal::BoardFull);
    }
    let ticket = cx.persist(Record::Opened { page, over, template, number: 0 });
    cx.room.features.board.opening.insert(page, (over, ticket));
    Ok(())
}

/// # Errors
/// [`Refusal::DrawingOff`] for a student who may not draw.
fn may_draw(cx: &Context, by: ParticipantId) -> Result<(), Refusal> {
    if cx.room.may_draw(cx.member(by)?) { Ok(()) } else { Err(Refusal::DrawingOff) }
}

fn change(cx: &mut Context, by: ParticipantId, change: Change) -> Result<(), Refusal> {
    let Change { page: number, operations, expects } = change;
    if operations.is_empty() || operations.len() > BATCH {
        return Err(Refusal::DataBad);
    }
    if expects.as_ref().is_some_and(|expects| expects.len() != operations.len()) {
        return Err(Refusal::DataBad);
    }
    may_draw(cx, by)?;
    let member = cx.member(by)?;
    let (seat, teaches) = (member.seat, member.role == RoomRole::Teacher);
    let board = &cx.room.features.board;
    let page = board.pages.get(&number).filter(|_| !board.removing.contains(&number)).ok_or(Refusal::BoardUnknown)?;
    let mut expects = expects.map(Vec::into_iter);
    let (mut fresh, mut checked, mut bytes) = (BTreeSet::new(), Vec::with_capacity(operations.len()), 0);
    for operation in operations {
        let expected = expects.as_mut().and_then(Iterator::next);
        permit(page, &fresh, seat, teaches, &operation)?;
        if expected.is_some_and(|expected| page.set_by(&operation) > expected) {
            return Err(Refusal::ElementChanged);
        }
        let operation = operation.checked()?;
        if let Operation::Put { element } = &operation {
            // A repeat after a lost reply: it is there.
            if page.knows(element.id) || !fresh.insert(element.id) {
                continue;
            }
            bytes += page::weight(element);
        }
        if let Operation::Write { text, .. } = &operation {
            bytes += text.len();
        }
        checked.push(operation);
    }
    if checked.is_empty() {
        return answer_repeat(cx, number);
    }
    let purges = make_room(board, page, fresh.len(), bytes)?;
    if purges {
        cx.persist(Record::Purged { page: number });
    }
    let page = cx.room.features.board.pages.get_mut(&number).expect("it was just found");
    if purges {
        page.purge();
    }
    page.pending.extend(fresh);
    let first = page.given + 1;
    page.given += checked.len() as u64;
    let ticket = cx.persist(Record::Changed { page: number, number: first, operations: checked });
    cx.room.features.board.changing = Some(ticket);
    Ok(())
}

/// All elements of a request are on the page already, or on their way.
fn answer_repeat(cx: &mut Context, page: u16) -> Result<(), Refusal> {
    let board = &cx.room.features.board;
    let page = &board.pages[&page];
    let waits = board.changing.filter(|ticket| !page.pending.is_empty() && cx.room.pending.contains_key(ticket));
    match waits {
        Some(ticket) => cx.wait_for(ticket),
        None => {
            let changed = Changed { number: page.number };
            cx.answer(&changed);
        }
    }
    Ok(())
}

/// Whether someone may carry out an operation on a page, to which the request adds `fresh` elements before.
fn permit(
    page: &Page,
    fresh: &BTreeSet<ElementId>,
    seat: Seat,
    teaches: bool,
    operation: &Operation,
) -> Result<(), Refusal> {
    match operation {
        Operation::Put { element } if element.id.0 == seat => Ok(()),
        Operation::Put { .. } => Err(Refusal::NotYours),
        Operation::Clear { until } if teaches => {
            if *until <= page.given {
                Ok(())
            } else {
                Err(Refusal::DataBad)
            }
        }
        Operation::Hide { .. } if teaches => Ok(()),
        Operation::Clear { .. } | Operation::Hide { .. } => Err(Refusal::NotAllowed),
        change => {
            let id = change.element().expect("only a page's own have none");
            if id.0 != seat && !teaches {
                Err(Refusal::NotYours)
            } else if page.knows(id) || fresh.contains(&id) {
                Ok(())
            } else {
                Err(Refusal::ElementUnknown)
            }
        }
    }
}

/// Whether so much more fits only after what was deleted is forgotten.
///
/// # Errors
/// [`Refusal::BoardFull`].
fn make_room(board: &Board, page: &Page, elements: usize, bytes: usize) -> Result<bool, Refusal> {
    if board.pages.values().map(Page::bytes).sum::<usize>() + bytes > LESSON_BYTES {
        return Err(Refusal::BoardFull);
    }
    let fits = |count, weight| count + page.pending.len() + elements <= page::ELEMENTS && weight + bytes <= page::BYTES;
    if fits(page.len(), page.bytes()) {
        return Ok(false);
    }
    let (count, weight) = page.lasting();
    // Otherwise each operation on a page that is nearly full would search it.
    let helps = count + page::ELEMENTS / 20 <= page.len() || weight + page::BYTES / 20 <= page.bytes();
    if helps && fits(count, weight) { Ok(true) } else { Err(Refusal::BoardFull) }
}

impl RoomState {
    /// Whether someone may draw now.
    pub fn may_draw(&self, member: &Member) -> bool {
        let board = &self.features.board;
        match board.drawing {
            _ if member.role == RoomRole::Teacher => true,
            Drawing::Nobody => false,
            Drawing::Chosen => board.drawers.contains(&member.id),
            Drawing::Everyone => true,
        }
    }

    /// A page, for someone who is in the room. Cheap, whatever its size: the elements are shared.
    ///
    /// # Errors
    /// [`Refusal::NotJoined`], [`Refusal::BoardUnknown`].
    pub fn board(&self, who: ParticipantId, page: u16) -> Result<Content, Refusal> {
        let inside = self.member(who).filter(|member| member.place.is_seen());
        inside.ok_or(Refusal::NotJoined)?;
        Ok(self.features.board.pages.get(&page).ok_or(Refusal::BoardUnknown)?.content())
    }

    #[cfg(test)]
    pub(super) fn board_content(&self, page: u16) -> Option<Content> {
        self.features.board.pages.get(&page).map(Page::content)
    }
}

pub(super) fn view(room: &RoomState) -> View {
    let board = &room.features.board;
    let over: BTreeMap<_, _> = board.over.iter().map(|(surface, page)| (*page, *surface)).collect();
    let pages = board.pages.iter().map(|(page, at)| PageView {
        page: *page,
        over: over.get(page).copied(),
        template: at.template,
        name: at.name.clone(),
    });
    View {
        board_pages: pages.collect(),
        board_shown: board.shown,
        drawing: board.drawing,
        drawers: board.drawers.iter().copied().collect(),
    }
}
