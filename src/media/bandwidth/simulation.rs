//! Plays the estimator and the allocator against simulated links, as the shard uses them: paced senders with key frames on
//! request, views that switch at key frames only, reports each tenth of a second.

mod link;
mod properties;
mod publisher;
mod table;

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use super::{Downlink, Importance, PacketReport, Sent};
use link::{Line, Link, Micros, Random, SECOND, WAY};
use publisher::Picture;

const TENTH: Micros = SECOND / 10;
const STEP: Micros = 1000;
/// How long the senders have sent when the listener comes.
const BEFORE: Micros = 3 * SECOND;
const TICK: Micros = 50_000;
const REPORT: Micros = 100_000;
/// A packet of padding, with its headers.
const PADDING: usize = 287;
/// A packet of sound on the wire: 48 kbit/s with its headers.
const SOUND: usize = 170;

/// What is sent over the line.
struct Lesson {
    speakers: u64,
    pictures: Vec<Picture>,
    random: Random,
}

impl Lesson {
    fn new(speakers: u64) -> Self {
        Self { speakers, pictures: Vec::new(), random: Random::new(7) }
    }

    fn with(
        mut self,
        begun: Instant,
        count: usize,
        importance: Importance,
        preferred: u8,
        frames: f64,
        rates: &[f64],
    ) -> Self {
        for _ in 0..count {
            let picture = Picture::new(importance, preferred, frames, rates, &mut self.random, begun);
            self.pictures.push(picture);
        }
        self
    }

    /// A screen, the teacher, one who is pinned, and tiles.
    fn class(begun: Instant, tiles: usize) -> Self {
        let camera = [1200.0, 400.0, 100.0];
        Self::new(2)
            .with(begun, 1, Importance::Screen, 0, 15.0, &[1500.0, 250.0])
            .with(begun, 1, Importance::Pinned, 1, 25.0, &camera)
            .with(begun, 1, Importance::Speaking, 1, 25.0, &camera)
            .with(begun, tiles, Importance::Other, 2, 15.0, &camera)
    }
}

/// What happened in one second.
#[derive(Clone, Debug, Default)]
struct Second {
    sound_sent: u32,
    sound_lost: u32,
    /// How long the packets of sound waited in the queue, in milliseconds.
    waits: Vec<f64>,
    sent: u32,
    lost: u32,
    /// Bits of pictures and sound that arrived, and that were sent.
    used: f64,
    media: f64,
    /// How many pictures were shown at the end of the second, how many as they wish, and whether the first was shown.
    shown: usize,
    full: usize,
    first_shown: bool,
}

/// The end of a tenth of a second: the estimate, and the bits of pictures and sound sent so far.
struct Tenth {
    estimate: f64,
    sent: f64,
}

struct Outcome {
    seconds: Vec<Second>,
    tenths: Vec<Tenth>,
    /// When each picture's encoding changed, and to which; by view.
    changes: Vec<Vec<(Micros, Option<u8>)>>,
}

impl Outcome {
    fn over(&self, from: usize, to: usize) -> &[Second] {
        &self.seconds[from..to.min(self.seconds.len())]
    }

    fn wait(&self, from: usize, to: usize, share: f64) -> f64 {
        let mut all: Vec<_> = self.over(from, to).iter().flat_map(|second| &second.waits).copied().collect();
        all.sort_by(f64::total_cmp);
        all.get((all.len() as f64 * share) as usize).copied().unwrap_or(0.0)
    }

    /// The share of sound that is lost, in percent.
    fn sound_lost(&self, from: usize, to: usize) -> f64 {
        let sum = |of: fn(&Second) -> u32| self.over(from, to).iter().map(of).sum::<u32>();
        f64::from(sum(|one| one.sound_lost)) * 100.0 / f64::from(sum(|one| one.sound_sent).max(1))
    }

    fn picture_lost(&self, from: usize, to: usize) -> f64 {
        let sum = |of: fn(&Second) -> u32| self.over(from, to).iter().map(of).sum::<u32>();
        f64::from(sum(|one| one.lost)) * 100.0 / f64::from(sum(|one| one.sent).max(1))
    }

    /// In Mbit/s.
    fn used(&self, from: usize, to: usize) -> f64 {
        let over = self.over(from, to);
        over.iter().map(|second| second.used).sum::<f64>() / 1e6 / over.len() as f64
    }

    fn changes_from(&self, second: usize) -> usize {
        self.changes.iter().flatten().filter(|(at, _)| *at >= second as u64 * SECOND).count()
    }

    /// For how many tenths of a second the rate of half a second was above the estimate of its end.
    fn longest_above_the_estimate(&self) -> usize {
        let above = self.tenths.windows(6).map(|some| (some[5].sent - some[0].sent) / 0.5 > 1.05 * some[5].estimate);
        let runs = above.scan(0, |run, above| {
            *run = if above { *run + 1 } else { 0 };
            Some(*run)
        });
        runs.max().unwrap_or(0)
    }

    /// The shortest time after which a picture was raised again.
    fn shortest_rest(&self) -> Option<Micros> {
        let worse = |from: Option<u8>, to: Option<u8>| from.is_some_and(|from| to.is_none_or(|to| to > from));
        let rests = self.changes.iter().flat_map(|changes| {
            changes.windows(3).filter(|some| worse(some[0].1, some[1].1) && worse(some[2].1, some[1].1))
        });
        rests.map(|some| some[2].0 - some[1].0).min()
    }

    /// From which second on everything is sent as it is wished, at the end of so many seconds.
    fn all_shown_from(&self, to: usize) -> Option<usize> {
        let wished = self.changes.len();
        let last = self.over(0, to).iter().rposition(|second| second.full < wished);
        last.map_or(Some(0), |last| (last + 1 < to).then_some(last + 1))
    }
}

struct Receiver {
    /// The arrivals of numbered packets, by index.
    arrivals: BTreeMap<u64, Micros>,
    next: u64,
    reports: VecDeque<(Micros, Vec<PacketReport>)>,
}

impl Receiver {
    fn report(&mut self, at: Micros) {
        let Some(last) = self.arrivals.iter().filter(|(_, arrival)| **arrival <= at).map(|(index, _)| *index).max()
        else {
            return;
        };
        let arrived = |index: u64| {
            self.arrivals.get(&index).filter(|arrival| **arrival <= at).map(|arrival| (*arrival / 250 * 250) as i64)
        };
        if last >= self.next {
            let report = (self.next..=last).map(|index| (index as u16, arrived(index))).collect();
            self.reports.push_back((at + WAY, report));
            self.next = last + 1;
        }
        self.arrivals.retain(|index, _| *index > last);
    }
}

fn play(line: Line, mut lesson: Lesson, seconds: u64, begun: Instant) -> Outcome {
    let mut link = Link::new(line, 11);
    let mut down = Downlink::new(begun + Duration::from_micros(BEFORE));
    let mut receiver = Receiver { arrivals: BTreeMap::new(), next: 0, reports: VecDeque::new() };
    let mut all = vec![Second::default()];
    let mut changes = vec![Vec::new(); lesson.pictures.len()];
    let (mut index, mut total, mut sounds) = (0, Sent::default(), 0);
    let (mut tenths, mut used_before) = (Vec::new(), 0.0);
    // The senders send before the listener comes.
    for at in (0..BEFORE).step_by(STEP as usize) {
        let now = begun + Duration::from_micros(at);
        lesson.pictures.iter_mut().for_each(|picture| drop(picture.packets(at, now, &mut lesson.random)));
    }
    let begun = begun + Duration::from_micros(BEFORE);
    for at in (0..seconds * SECOND).step_by(STEP as usize) {
        let now = begun + Duration::from_micros(at);
        link.advance(at);
        let second = all.last_mut().expect("there is one");
        let mut send =
            |down: &mut Downlink<usize>, link: &mut Link, second: &mut Second, bytes: usize, padding: bool| {
                if padding {
                    down.number_repeat(bytes - 28, now)
                } else {
                    down.number(bytes - 28, now)
                };
                if !padding {
                    (total.packets, total.bytes) = (total.packets + 1, total.bytes + bytes as u64 - 28);
                }
                let arrival = link.send(bytes);
                if let Some(arrival) = arrival {
                    receiver.arrivals.insert(index, arrival);
                }
                index += 1;
                if !padding {
                    second.media += bytes as f64 * 8.0;
                    second.sent += 1;
                    second.lost += u32::from(arrival.is_none());
                    second.used += arrival.map_or(0.0, |_| bytes as f64 * 8.0);
                }
            };
        if at % 20_000 == 0 {
            for _ in 0..lesson.speakers {
                second.waits.push(link.wait() as f64 / 1000.0);
                let arrival = link.send(SOUND);
                second.sound_sent += 1;
                second.sound_lost += u32::from(arrival.is_none());
                second.used += arrival.map_or(0.0, |_| SOUND as f64 * 8.0);
                second.media += SOUND as f64 * 8.0;
                sounds += 1;
            }
        }
        for (view, picture) in lesson.pictures.iter_mut().enumerate() {
            for (encoding, packet) in picture.packets(at + BEFORE, now, &mut lesson.random) {
                let wanted = down.grant(view, view).and_then(|grant| grant.encoding);
                if packet.starts_keyframe && wanted == Some(encoding) && picture.shown != wanted {
                    picture.shown = wanted;
                    changes[view].push((at, wanted));
                }
                if picture.shown == Some(encoding) {
                    send(&mut down, &mut link, second, packet.bytes, false);
                }
            }
        }
        while let Some((_, report)) = receiver.reports.pop_front_if(|(due, _)| *due <= at) {
            down.on_report(&report, now);
        }
        if at % 5000 == 0 {
            for _ in 0..down.padding_due(now).div_ceil(PADDING) {
                send(&mut down, &mut link, second, PADDING, true);
            }
        }
        if at % REPORT == 0 {
            receiver.report(at);
        }
        if at % TICK == 0 {
            let Sent { packets, bytes } = total;
            down.on_sent(Sent { packets: packets + sounds, bytes: bytes + sounds * (SOUND as u64 - 28) }, now);
            if at % (2 * TICK) == 0 {
                let wishes: Vec<_> =
                    lesson.pictures.iter().enumerate().map(|(view, one)| one.wish(view, now)).collect();
                down.allocate(&wishes, now);
            }
            for (view, picture) in lesson.pictures.iter_mut().enumerate() {
                if picture.shown.is_some_and(|shown| down.must_stop(view, view, shown, now)) {
                    picture.shown = None;
                    changes[view].push((at, None));
                }
                let wanted = down.grant(view, view).and_then(|grant| grant.encoding);
                if let Some(wanted) = wanted.filter(|wanted| picture.shown != Some(*wanted)) {
                    picture.encodings[usize::from(wanted)].request_keyframe(at + BEFORE);
                }
            }
        }
        if (at + STEP).is_multiple_of(TENTH) {
            let total: f64 = used_before + second.media;
            tenths.push(Tenth { estimate: down.rate(now), sent: total });
        }
        if (at + STEP).is_multiple_of(SECOND) {
            used_before += second.media;
            second.first_shown = lesson.pictures[0].shown.is_some();
            second.shown = lesson.pictures.iter().filter(|picture| picture.shown.is_some()).count();
            second.full = lesson
                .pictures
                .iter()
                .filter(|one| one.shown == Some(one.preferred.min(one.encodings.len() as u8 - 1)))
                .count();
            all.push(Second::default());
        }
    }
    all.pop();
    Outcome { seconds: all, tenths, changes }
}
