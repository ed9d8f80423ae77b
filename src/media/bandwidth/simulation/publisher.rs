//! A simulated sender of one picture in up to three encodings: frames, key frames when one is asked for, packets spread over
//! time.

use std::{collections::VecDeque, time::Instant};

use super::{
    super::{Cost, EncodingRate, Importance, Wish, allocate::ENCODINGS},
    link::{Micros, Random},
};

const PACKET: usize = 1100;
/// The way to the sender and back, with the time to encode; and the least time between two key frames.
const KEYFRAME_AFTER: Micros = 150_000;
const KEYFRAME_INTERVAL: Micros = 500_000;
/// A key frame is so many times larger than another frame. Later frames are smaller until the average is reached again.
const KEYFRAME: f64 = 5.0;

#[derive(Clone, Copy, Debug)]
pub struct Packet {
    pub bytes: usize,
    pub starts_keyframe: bool,
}

pub struct Encoding {
    rate: f64,
    frames: f64,
    next_at: Micros,
    keyframe_at: Option<Micros>,
    keyframe_requested_at: Option<Micros>,
    /// By how many bytes it has exceeded its rate.
    debt: f64,
    packets: VecDeque<(Micros, Packet)>,
    measured: EncodingRate,
}

impl Encoding {
    fn new(rate: f64, frames: f64, random: &mut Random, now: Instant) -> Self {
        let next_at = (random.next() * 1e6 / frames) as Micros;
        let (keyframe_at, keyframe_requested_at) = (None, None);
        let measured = EncodingRate::new(now);
        Self {
            rate,
            frames,
            next_at,
            keyframe_at,
            keyframe_requested_at,
            debt: 0.0,
            packets: VecDeque::new(),
            measured,
        }
    }

    pub fn request_keyframe(&mut self, now: Micros) {
        if self.keyframe_requested_at.is_none_or(|at| now - at >= KEYFRAME_INTERVAL) {
            self.keyframe_requested_at = Some(now);
            self.keyframe_at = Some(now + KEYFRAME_AFTER);
        }
    }

    fn produce(&mut self, now: Micros, random: &mut Random) {
        if now < self.next_at {
            return;
        }
        let interval = (1e6 / self.frames) as Micros;
        self.next_at += interval;
        let average = self.rate / self.frames / 8.0;
        let keyframe = self.keyframe_at.is_some_and(|at| at <= now);
        let size = if keyframe {
            self.keyframe_at = None;
            average * KEYFRAME
        } else {
            let saved = (self.debt / 10.0).clamp(0.0, average * 0.5);
            average * (0.7 + 0.6 * random.next()) - saved
        };
        self.debt = (self.debt + size - average).max(0.0);
        let count = (size as usize).div_ceil(PACKET).max(1);
        // Senders spread a frame's packets at two and a half times their rate.
        let spread = (size * 8.0 / (2.5 * self.rate) * 1e6) as Micros;
        for number in 0..count {
            let at = now + spread * number as Micros / count as Micros;
            let packet = Packet { bytes: size as usize / count + 50, starts_keyframe: keyframe && number == 0 };
            self.packets.push_back((at, packet));
        }
    }
}

pub struct Picture {
    pub importance: Importance,
    pub preferred: u8,
    pub encodings: Vec<Encoding>,
    /// The encoding that the view shows.
    pub shown: Option<u8>,
}

impl Picture {
    /// `rates` is in kbit/s, the best encoding first.
    pub fn new(
        importance: Importance,
        preferred: u8,
        frames: f64,
        rates: &[f64],
        random: &mut Random,
        now: Instant,
    ) -> Self {
        let encodings = rates.iter().map(|rate| Encoding::new(rate * 1e3, frames, random, now)).collect();
        Self { importance, preferred, encodings, shown: None }
    }

    /// The packets that are due, each with its encoding.
    pub fn packets(&mut self, at: Micros, now: Instant, random: &mut Random) -> Vec<(u8, Packet)> {
        let mut due = Vec::new();
        for (number, encoding) in self.encodings.iter_mut().enumerate() {
            encoding.produce(at, random);
            while let Some((_, packet)) = encoding.packets.pop_front_if(|(due, _)| *due <= at) {
                encoding.measured.record(packet.bytes, now);
                due.push((number as u8, packet));
            }
        }
        due
    }

    pub fn wish(&self, view: usize, now: Instant) -> Wish<usize> {
        let mut costs = [None; ENCODINGS];
        for (cost, encoding) in costs.iter_mut().zip(&self.encodings) {
            let measured = encoding.measured.cost(now);
            *cost = (measured != Cost::default()).then_some(measured);
        }
        Wish { view, from: view, importance: self.importance, preferred: self.preferred, costs }
    }
}
