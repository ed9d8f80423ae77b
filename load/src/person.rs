//! One person in the lesson: joins, sends poses at a fixed rate and now and then a chat line, receives everything, and leaves.
//! Receiving allocates nothing, because 300 people receive 1.8 million poses per second.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    pin, select,
    time::{Instant, sleep},
};
use tokio_tungstenite::tungstenite::Message;

use crate::{
    connection::{self, Admission, Socket},
    crowd::{Crowd, Phase},
    listener::Listener,
    stamp::{self, Entry},
    tally::{Counts, Tally},
};

/// The age of one in so many entries is examined, a different one in each frame.
const SAMPLE: usize = 16;

pub struct Person {
    crowd: Arc<Crowd>,
    tally: Rc<RefCell<Tally>>,
    index: usize,
    name: String,
    seat: u16,
    resume: Option<String>,
    seq: u64,
    frames: usize,
    /// Requests without a reply, with the time of sending in microseconds.
    asked: Vec<(u32, u64)>,
    last_id: u32,
}

/// How a person loses the connection.
enum Departure {
    /// The run is over.
    Over,
    Closed(String),
}

fn count(counts: &mut Counts, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => _ = counts.insert(name.to_owned(), 1),
    }
}

impl Person {
    pub fn new(crowd: Arc<Crowd>, tally: Rc<RefCell<Tally>>, index: usize) -> Self {
        let name = format!("Load {index}");
        let (seat, seq, frames, last_id) = (0, 0, index, 0);
        Self { crowd, tally, index, name, seat, resume: None, seq, frames, asked: Vec::new(), last_id }
    }

    /// Runs the person from joining to leaving.
    pub async fn attend(mut self) {
        let entered = {
            let crowd = self.crowd.clone();
            let _turn = crowd.gate.acquire().await.expect("nobody closes the gate");
            let started = Instant::now();
            let entered = self.enter().await;
            if entered.is_ok() {
                self.tally.borrow_mut().joins.record(started.elapsed().as_micros() as u64);
            }
            entered
        };
        self.crowd.answered.fetch_add(1, Relaxed);
        let mut socket = match entered {
            Ok(socket) => socket,
            Err(reason) => {
                count(&mut self.tally.borrow_mut().refused_joins, &reason);
                return;
            }
        };
        loop {
            match self.stay(&mut socket).await {
                Departure::Over => return leave(&self.crowd, socket).await,
                Departure::Closed(reason) => {
                    count(&mut self.tally.borrow_mut().closed, &reason);
                    self.crowd.present.fetch_sub(1, Relaxed);
                }
            }
            if !self.crowd.comes_back {
                return;
            }
            match self.come_back().await {
                Some(again) => socket = again,
                None => return,
            }
        }
    }

    async fn enter(&mut self) -> Result<Socket, String> {
        let crowd = &self.crowd;
        let admission =
            connection::enter(&crowd.address, crowd.protocol, &crowd.code, &self.name, self.resume.as_deref()).await?;
        let Admission { socket, seat, username, resume, seq, .. } = admission;
        if self.resume.is_some() && (seat, &username) != (self.seat, &self.name) {
            crowd.misplaced.fetch_add(1, Relaxed);
        }
        (self.seat, self.name, self.seq, self.resume) = (seat, username, seq, resume);
        self.asked.clear();
        crowd.seats[usize::from(seat)].store(true, Relaxed);
        crowd.present.fetch_add(1, Relaxed);
        Ok(socket)
    }

    /// Retries as the browser's client does: after half a second, doubling up to eight, each time shortened at random by up to
    /// half.
    async fn come_back(&mut self) -> Option<Socket> {
        let mut wait = Duration::from_millis(500);
        let mut spread = (self.index as u32).wrapping_mul(0x9e37_79b1);
        while !matches!(*self.crowd.phase.borrow(), Phase::Over) {
            spread = spread.wrapping_mul(0x85eb_ca6b).wrapping_add(1);
            sleep(wait.mul_f64(0.5 + f64::from(spread) / f64::from(u32::MAX) / 2.0)).await;
            if let Ok(socket) = self.enter().await {
                return Some(socket);
            }
            wait = (wait * 2).min(Duration::from_secs(8));
        }
        None
    }

    /// Receives messages, and while the crowd moves, sends poses and chat lines.
    async fn stay(&mut self, socket: &mut Socket) -> Departure {
        let protocol = self.crowd.protocol;
        let mut phase = self.crowd.phase.clone();
        phase.mark_changed();
        let timer = sleep(Duration::ZERO);
        pin!(timer);
        let mut steps: Option<Steps> = None;
        loop {
            let done = select! {
                biased;
                heard = socket.next() => match heard {
                    Some(Ok(Message::Close(frame))) => return Departure::Closed(connection::closing(frame.as_ref())),
                    Some(Ok(message)) => match protocol.read(&message, self) {
                        Some(answer) => socket.send(answer).await,
                        None => Ok(()),
                    },
                    Some(Err(error)) => Err(error),
                    None => return Departure::Closed("without a word".into()),
                },
                () = &mut timer, if steps.is_some() => {
                    let steps = steps.as_mut().expect("the timer runs only with steps");
                    let done = self.act(socket, steps).await;
                    timer.as_mut().reset(steps.next());
                    done
                }
                _ = phase.changed() => {
                    let now = *phase.borrow_and_update();
                    steps = match now {
                        Phase::Moving { since } => {
                            let steps = Steps::new(&self.crowd, self.index, since);
                            timer.as_mut().reset(steps.next());
                            Some(steps)
                        }
                        Phase::Still => None,
                        Phase::Over => return Departure::Over,
                    };
                    Ok(())
                }
            };
            if let Err(error) = done {
                return Departure::Closed(format!("broken: {error}"));
            }
        }
    }

    async fn act(
        &mut self,
        socket: &mut Socket,
        steps: &mut Steps,
    ) -> Result<(), tokio_tungstenite::tungstenite::Error> {
        let now = Instant::now();
        if now >= steps.pose {
            steps.pose = after(steps.pose, steps.pose_every, now);
            let pose = stamp::pose(self.seat, self.crowd.epoch.steps());
            for message in self.crowd.protocol.pose(&pose).into_iter().flatten() {
                socket.feed(message).await?;
            }
            socket.flush().await?;
            if self.crowd.measuring.load(Relaxed) {
                self.tally.borrow_mut().poses_sent += 1;
            }
        }
        if now >= steps.line {
            steps.line = after(steps.line, steps.line_every, now);
            self.last_id += 1;
            let micros = self.crowd.epoch.micros();
            self.asked.push((self.last_id, micros));
            let line = format!("load {} {micros} and a remark of the length that people write in a lesson", self.seat);
            self.tally.borrow_mut().lines_said += 1;
            socket.send(self.crowd.protocol.say(self.last_id, &line)).await?;
        }
        Ok(())
    }

    fn answered(&mut self, id: Option<u32>) -> Option<u64> {
        let at = self.asked.iter().position(|(asked, _)| Some(*asked) == id)?;
        Some(self.crowd.epoch.micros().saturating_sub(self.asked.swap_remove(at).1))
    }
}

impl Listener for Person {
    fn on_poses(&mut self, frame: &[u8]) {
        let Some(entries) = stamp::entries(frame) else { return self.on_unknown_frame() };
        if !self.crowd.measuring.load(Relaxed) {
            return;
        }
        let now = self.crowd.epoch.steps();
        self.frames += 1;
        let mut tally = self.tally.borrow_mut();
        tally.frames += 1;
        tally.entries += entries.len() as u64;
        for entry in entries.iter().skip(self.frames % SAMPLE).step_by(SAMPLE) {
            match stamp::read(entry, now) {
                Entry::Aged { steps, .. } => tally.staleness.record(u64::from(steps) * 100),
                // Others may be in the room, such as the teacher; their entries are not checked.
                Entry::Wrong { seat } if self.crowd.seats[usize::from(seat)].load(Relaxed) => tally.wrong_entries += 1,
                Entry::Wrong { .. } => {}
            }
        }
    }

    fn on_chat_message(&mut self, text: &str) {
        let Some(rest) = text.strip_prefix("load ") else { return };
        let mut words = rest.split(' ');
        let seat = words.next().and_then(|word| word.parse::<u16>().ok());
        let sent = words.next().and_then(|word| word.parse::<u64>().ok());
        let (Some(seat), Some(sent)) = (seat, sent) else { return };
        if seat == self.seat {
            return;
        }
        let mut tally = self.tally.borrow_mut();
        tally.lines_delivered += 1;
        if self.crowd.measuring.load(Relaxed) {
            tally.deliveries.record(self.crowd.epoch.micros().saturating_sub(sent));
        }
    }

    fn on_reply(&mut self, id: u32, message_id: Option<&str>) {
        let took = self.answered(Some(id));
        let mut tally = self.tally.borrow_mut();
        tally.lines_replied += 1;
        tally.acknowledged.extend(message_id.map(str::to_owned));
        if let Some(micros) = took.filter(|_| self.crowd.measuring.load(Relaxed)) {
            tally.replies.record(micros);
        }
    }

    fn on_refusal(&mut self, id: Option<u32>, code: &str) {
        self.answered(id);
        count(&mut self.tally.borrow_mut().refusals, code);
    }

    fn on_sequence(&mut self, seq: u64) {
        if seq > self.seq + 1 {
            self.tally.borrow_mut().gaps += 1;
        }
        self.seq = self.seq.max(seq);
    }

    fn on_unknown_frame(&mut self) {
        count(&mut self.tally.borrow_mut().refusals, "(strange frame)");
    }
}

/// When the next pose and the next line are due.
struct Steps {
    pose: Instant,
    pose_every: Duration,
    line: Instant,
    line_every: Duration,
}

impl Steps {
    /// People do not act in unison: each starts at another moment of the interval.
    fn new(crowd: &Crowd, index: usize, since: Instant) -> Self {
        let share = index as f64 / crowd.people as f64;
        let first = |every: Duration| since + every.mul_f64(share);
        let (pose_every, line_every) = (crowd.pose_every, crowd.line_every);
        Self { pose: first(pose_every), pose_every, line: first(line_every), line_every }
    }

    fn next(&self) -> Instant {
        self.pose.min(self.line)
    }
}

/// The time after `due`. Someone who is a whole interval late skips it instead of catching up.
fn after(due: Instant, every: Duration, now: Instant) -> Instant {
    let next = due + every;
    if next > now { next } else { now + every }
}

async fn leave(crowd: &Crowd, socket: Socket) {
    static LEAVING: AtomicUsize = AtomicUsize::new(0);
    // Not all in the same millisecond, because everyone who is still there is told of each leave.
    sleep(Duration::from_millis(LEAVING.fetch_add(1, Relaxed) as u64)).await;
    connection::leave(socket, crowd.protocol.leave()).await;
}
