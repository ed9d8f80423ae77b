//! Someone in a lesson with a whiteboard, who draws or watches.
//!
//! The number of an element is chosen by its author: here it is the time of sending, so that everyone who receives a piece of a line, or
//! the finished stroke, knows how old it is.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::LazyLock,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{select, time};
use tokio_tungstenite::tungstenite::Message;

use super::seen::Seen;
use crate::{
    connection::{self, Socket},
    lyceum,
};

const INK: u8 = 0x03;
const LASER: u8 = 1;
const PEN: u8 = 2;
/// A frame goes out each tick, with the points that a pen makes in it.
pub const TICK: Duration = Duration::from_millis(50);
const POINTS: usize = 3;
/// So many frames make a stroke: three seconds.
const FRAMES: usize = 60;
/// The points of a stroke on a full board, as they are after thinning, and the strokes of one request.
const THINNED: usize = 24;
const BATCH: u32 = 30;
/// The teacher turns a page every so many ticks.
const TURN_TICKS: usize = 10;
/// Requests before the board's have lower ids.
const FIRST_ID: u32 = 10;

/// When the run began: times are told as microseconds since then.
static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);

fn micros() -> u32 {
    EPOCH.elapsed().as_micros() as u32
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Does {
    #[default]
    Nothing,
    /// Lines that are drawn, and every three seconds a finished stroke.
    Draw,
    /// The teacher points at the screen and turns it.
    Point,
    /// So many strokes of each, in large requests.
    Fill(u32),
    /// So many strokes of each, one after the other.
    Put(u32),
    Leave,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Stage {
    page: u16,
    does: Does,
}

impl Stage {
    pub fn of(page: u16, does: Does) -> Self {
        Self { page, does }
    }
}

pub struct Person {
    seat: u16,
    /// 0 for the teacher; those who draw count from 1.
    who: usize,
    stage: Rc<Cell<Stage>>,
    seen: Rc<RefCell<Seen>>,
    /// The stage in which `made` was counted.
    began: Stage,
    /// How many strokes were answered in this stage, and how many the open request has.
    made: u32,
    asked_for: u32,
    /// The request whose reply is awaited, and when it was sent.
    asked: Option<(u32, u32)>,
    last_id: u32,
    frame: usize,
}

impl Person {
    pub fn new(seat: u16, who: usize, stage: Rc<Cell<Stage>>, seen: Rc<RefCell<Seen>>) -> Self {
        let began = Stage::default();
        Self { seat, who, stage, seen, began, made: 0, asked_for: 0, asked: None, last_id: FIRST_ID, frame: 0 }
    }

    pub async fn stay(mut self, mut socket: Socket, offset: Duration) {
        let mut ticks = time::interval_at(time::Instant::now() + offset, TICK);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Skip);
        loop {
            let message = select! {
                message = socket.next() => match message {
                    Some(Ok(message)) => self.hear(&message).then(|| self.work()).flatten(),
                    Some(Err(error)) => return self.closed(error.to_string()),
                    None => return self.closed("closed".into()),
                },
                _ = ticks.tick() => {
                    if self.stage.get().does == Does::Leave {
                        return connection::leave(socket, Message::text(lyceum::LEAVE)).await;
                    }
                    self.tick()
                }
            };
            if let Some(message) = message
                && let Err(error) = socket.send(message).await
            {
                return self.closed(error.to_string());
            }
        }
    }

    fn closed(&self, reason: String) {
        *self.seen.borrow_mut().closed.entry(reason).or_default() += 1;
    }

    fn draws(&self) -> bool {
        self.who != 0 && self.who != usize::MAX
    }

    fn tick(&mut self) -> Option<Message> {
        let stage = self.stage.get();
        if stage != self.began {
            (self.began, self.made, self.asked) = (stage, 0, None);
        }
        self.frame += 1;
        match stage.does {
            Does::Draw if self.draws() && self.frame.is_multiple_of(FRAMES) => Some(self.put(1, FRAMES)),
            Does::Draw if self.draws() => Some(self.piece(PEN)),
            Does::Point if self.who == 0 && self.frame.is_multiple_of(TURN_TICKS) => Some(self.turn()),
            Does::Point if self.who == 0 => Some(self.piece(LASER)),
            _ => self.work(),
        }
    }

    /// The next request of a piece of work that everyone does at their own pace.
    fn work(&mut self) -> Option<Message> {
        if !self.draws() || self.asked.is_some() || self.stage.get() != self.began {
            return None;
        }
        let (whole, most, points) = match self.began.does {
            Does::Fill(whole) => (whole, BATCH, THINNED),
            Does::Put(whole) => (whole, 1, FRAMES),
            _ => return None,
        };
        let left = whole.checked_sub(self.made).filter(|left| *left > 0)?;
        Some(self.put(left.min(most), points))
    }

    /// The points of a wave, from the origin of the page.
    fn points(from: usize, count: usize) -> Vec<u8> {
        let at = |i: usize| ((i % 2000) as i32 * 8, 4000 + ((i as f64 / 9.0).sin() * 600.0) as i32);
        let (mut bytes, mut last) = (Vec::new(), (0, 0));
        for i in from..from + count {
            let (x, y) = at(i);
            for far in [x - last.0, y - last.1] {
                let mut zigzag = (far << 1 ^ far >> 31) as u32;
                while zigzag >= 0x80 {
                    bytes.push(zigzag as u8 | 0x80);
                    zigzag >>= 7;
                }
                bytes.push(zigzag as u8);
            }
            bytes.push(128);
            last = (x, y);
        }
        bytes
    }

    fn piece(&self, kind: u8) -> Message {
        let mut bytes = vec![INK];
        bytes.extend_from_slice(&self.began.page.to_le_bytes());
        bytes.push(kind);
        bytes.extend_from_slice(&micros().to_le_bytes());
        bytes.extend_from_slice(&[2, 1]);
        bytes.extend_from_slice(&Self::points(self.frame * POINTS, POINTS + 1));
        let mut seen = self.seen.borrow_mut();
        if seen.measuring {
            seen.frames_sent += 1;
        }
        Message::binary(bytes)
    }

    fn put(&mut self, strokes: u32, points: usize) -> Message {
        let now = micros();
        let points = STANDARD_NO_PAD.encode(Self::points(0, points));
        let operations: Vec<Value> = (0..strokes)
            .map(|i| {
                // Spread over the page.
                let at = self.made + i + u32::from(self.seat) * 977;
                let place = json!({"x": at * 97 % 15_000, "y": at * 61 % 5_000, "sx": 1000, "sy": 1000});
                let element = json!({"id": [self.seat, now.wrapping_add(i)], "shape": {"kind": "pen", "points": points},
                    "place": place, "style": {"colour": at % 12, "width": 1}});
                json!({"op": "put", "element": element})
            })
            .collect();
        self.asked_for = strokes;
        self.ask(now, "on.boardChange", &json!({"page": self.began.page, "operations": operations}))
    }

    fn turn(&mut self) -> Message {
        let page = self.last_id % 2;
        self.seen.borrow_mut().turned_at = Some(Instant::now());
        self.ask(micros(), "on.screenTurn", &json!({ "page": page }))
    }

    fn ask(&mut self, now: u32, event: &str, data: &Value) -> Message {
        self.last_id += 1;
        self.asked = Some((self.last_id, now));
        Message::text(json!({"event": event, "data": data, "id": self.last_id}).to_string())
    }

    /// Whether one's own request was answered.
    fn hear(&mut self, message: &Message) -> bool {
        match message {
            Message::Binary(frame) if frame.first() == Some(&INK) => self.hear_ink(&frame[1..]),
            Message::Text(text) if text.starts_with("{\"reply\"") => return self.hear_reply(text),
            // A board that is being filled would keep the generator busy with reading.
            Message::Text(text) if !matches!(self.stage.get().does, Does::Fill(_)) => self.hear_news(text),
            _ => {}
        }
        false
    }

    fn hear_ink(&self, mut entries: &[u8]) {
        let now = micros();
        let mut seen = self.seen.borrow_mut();
        while let [s0, s1, l0, l1, rest @ ..] = entries {
            let length = usize::from(u16::from_le_bytes([*l0, *l1]));
            let Some((ink, after)) = rest.split_at_checked(length) else { return };
            entries = after;
            let theirs = u16::from_le_bytes([*s0, *s1]) != self.seat;
            if let (true, true, [_, _, _, a, b, c, d, ..]) = (seen.measuring, theirs, ink) {
                seen.pieces += 1;
                seen.live.record(now.wrapping_sub(u32::from_le_bytes([*a, *b, *c, *d])).into());
            }
        }
    }

    fn hear_reply(&mut self, text: &str) -> bool {
        let now = micros();
        let Ok(message) = serde_json::from_str::<Value>(text) else { return false };
        let Some((_, at)) = self.asked.filter(|(id, _)| message["reply"] == *id) else { return false };
        self.asked = None;
        let mut seen = self.seen.borrow_mut();
        if let Some(code) = message["error"]["code"].as_str() {
            // Filling goes on with the next tick.
            if !(code == "too_fast" && matches!(self.began.does, Does::Fill(_))) {
                *seen.refusals.entry(code.to_owned()).or_default() += 1;
            }
            return false;
        }
        if seen.measuring && self.asked_for > 0 {
            seen.strokes += u64::from(self.asked_for);
            seen.replies.record(now.wrapping_sub(at).into());
        }
        let before = self.made;
        self.made += std::mem::take(&mut self.asked_for);
        if let Does::Fill(whole) | Does::Put(whole) = self.began.does
            && before < whole
            && self.made >= whole
        {
            seen.finished += 1;
        }
        true
    }

    fn hear_news(&self, text: &str) {
        let now = micros();
        let mut seen = self.seen.borrow_mut();
        if !seen.measuring {
            return;
        }
        if text.contains("\"on.screenTurn\"") {
            if let Some(at) = seen.turned_at {
                seen.turns.record(at.elapsed().as_micros() as u64);
            }
            return;
        }
        if !text.contains("\"on.boardChange\"") {
            return;
        }
        let Ok(message) = serde_json::from_str::<Value>(text) else { return };
        for operation in message["data"]["operations"].as_array().into_iter().flatten() {
            let id = &operation["element"]["id"];
            let (Some(seat), Some(sent)) = (id[0].as_u64(), id[1].as_u64()) else { continue };
            if seat != u64::from(self.seat) {
                seen.delivered += 1;
                seen.deliveries.record(now.wrapping_sub(sent as u32).into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(does: Does) -> Person {
        let seen = Rc::new(RefCell::new(Seen { measuring: true, ..Seen::default() }));
        Person::new(3, 1, Rc::new(Cell::new(Stage::of(1, does))), seen)
    }

    #[test]
    fn a_piece_that_others_drew_is_counted_with_its_age_and_ones_own_is_not() {
        let mut person = person(Does::Draw);
        let Message::Binary(sent) = person.piece(PEN) else { panic!("a binary frame") };
        for (seat, pieces) in [(3_u16, 0), (4, 1)] {
            let mut frame = vec![INK];
            frame.extend_from_slice(&seat.to_le_bytes());
            frame.extend_from_slice(&(sent.len() as u16 - 1).to_le_bytes());
            frame.extend_from_slice(&sent[1..]);
            person.hear(&Message::binary(frame));
            assert_eq!(person.seen.borrow().pieces, pieces);
        }
        assert!(person.seen.borrow().live.ms(1.0).is_some_and(|age| age < 1000.0));
    }

    #[test]
    fn a_stroke_is_counted_when_it_is_answered_and_when_others_have_it() {
        let mut person = person(Does::Draw);
        let Message::Text(put) = person.put(1, FRAMES) else { panic!("a text frame") };
        assert!(person.hear(&Message::text(r#"{"reply":11,"data":{"number":1}}"#)));
        let mut told: Value = serde_json::from_str(&put).expect("JSON");
        told["data"]["operations"][0]["element"]["id"][0] = 9.into();
        person.hear(&Message::text(told.to_string()));
        assert!(!person.hear(&Message::text(r#"{"reply":12,"error":{"code":"too_fast"}}"#)));
        let seen = person.seen.borrow();
        assert_eq!((seen.strokes, seen.delivered, seen.refusals.len()), (1, 1, 0));
    }

    #[test]
    fn a_board_is_filled_request_by_request_until_each_has_made_their_part() {
        let mut person = person(Does::Fill(BATCH + 1));
        for strokes in [BATCH, 1] {
            let Some(Message::Text(asked)) = person.tick() else { panic!("a request") };
            let asked: Value = serde_json::from_str(&asked).expect("JSON");
            assert_eq!(asked["data"]["operations"].as_array().map(Vec::len), Some(strokes as usize));
            assert!(person.work().is_none(), "one request at a time");
            assert!(person.hear(&Message::text(format!(r#"{{"reply":{},"data":{{"number":1}}}}"#, asked["id"]))));
        }
        assert!(person.tick().is_none());
        assert_eq!(person.seen.borrow().finished, 1);
    }
}
