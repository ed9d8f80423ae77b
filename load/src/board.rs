//! `lyceum-load board`: a lesson in which some people draw and all watch, on an empty whiteboard and on a full one. Times from the pen
//! to each of the others, what a stroke costs the server, and how long a full board takes to open.

mod open;
mod person;
mod seen;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, Instant},
};

use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::{runtime, task::JoinHandle, task::LocalSet, time};

use crate::{
    connection::{self, Socket},
    pose::{Target, cost},
    process::Cost,
    protocol::Protocol,
    tally::Counts,
};
use person::{Does, Person, Stage};
use seen::{Drawn, Seen};

const WARM_UP: Duration = Duration::from_secs(2);
const AFTERMATH: Duration = Duration::from_millis(1500);
/// The strokes of each person whose cost is measured: fewer than a person may send at once.
const STROKES: u32 = 100;
/// So many people fill a board. Each of them may send 60 strokes a second.
const FILLERS: usize = 40;
/// The longest that filling may take.
const PATIENCE: Duration = Duration::from_secs(180);

#[derive(Args)]
pub struct Board {
    #[command(flatten)]
    target: Target,
    /// How many of them draw
    #[arg(long, default_value_t = 10)]
    draw: usize,
    /// Measure also on a board with so many strokes
    #[arg(long, default_value_t = 0)]
    full: u32,
    /// Nobody draws: the teacher turns the screen twice a second, and points at it
    #[arg(long)]
    slides: bool,
    /// The teacher's access token: adds whiteboards, and lets everyone draw
    #[arg(long)]
    token: String,
    /// How long to measure, in seconds, after two seconds of the same load
    #[arg(long, default_value_t = 15.0)]
    secs: f64,
}

#[derive(Serialize)]
struct Report {
    people: usize,
    joined: usize,
    drawing: usize,
    empty: Drawn,
    full: Option<Drawn>,
    /// What a stroke costs the server and its database on the full board, as a multiple of that on the empty one.
    full_to_empty_cost: Option<f64>,
    full_board: Option<open::Opened>,
    generator_cores: f64,
    refusals: Counts,
    closed: Counts,
}

impl Board {
    /// # Errors
    /// When the server's process cannot be read, nobody could join, or the teacher may not add a whiteboard.
    pub fn run(self) -> Result<(), String> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
        LocalSet::new().block_on(&runtime, self.draw())
    }

    async fn draw(self) -> Result<(), String> {
        let (mut teacher, joined) = self.teach().await?;
        let empty = add_board(&mut teacher, 2).await?;
        let full = if self.full > 0 { Some(add_board(&mut teacher, 3).await?) } else { None };
        let allow = json!({"event": "on.drawingAllow", "data": {"drawing": "everyone"}, "id": 4});
        let _: Value = connection::ask(&mut teacher, 4, allow.to_string()).await?;
        let lesson = Lesson::default();
        let mut tasks = vec![lesson.settle(teacher, 0, 0, Duration::ZERO)];
        if let Some(page) = full {
            self.fill(&lesson, page).await?;
        }
        let opened = match full {
            Some(page) => Some(open::measure(&self.target.url, &joined, page).await?),
            None => None,
        };
        let arrived = self.arrive(&lesson, self.target.n).await;
        let drawing = if self.slides { 0 } else { self.draw.min(arrived.len()) };
        let count = arrived.len();
        for (index, (socket, seat)) in arrived.into_iter().enumerate() {
            // Those who draw do not send all in the same moment.
            let offset = person::TICK.mul_f64(index as f64 / drawing.max(1) as f64 % 1.0);
            let who = if index < drawing { index + 1 } else { usize::MAX };
            tasks.push(lesson.settle(socket, seat, who, offset));
        }
        let own = cost(std::process::id())?;
        let started = Instant::now();
        let on_empty = self.measure(&lesson, empty, drawing).await?;
        let on_full = match full {
            Some(page) => Some(self.measure(&lesson, page, drawing).await?),
            None => None,
        };
        let own = cost(std::process::id())?.since(own).cpu.as_secs_f64() / started.elapsed().as_secs_f64();
        lesson.stage.set(Stage::of(0, Does::Leave));
        for task in tasks {
            task.await.map_err(|e| e.to_string())?;
        }
        let ratio = on_full.as_ref().and_then(|full| Some(full.stroke_cpu_us? / on_empty.stroke_cpu_us?));
        let seen = lesson.seen.take();
        self.target.format.print(&Report {
            people: self.target.n,
            joined: count,
            drawing,
            empty: on_empty,
            full: on_full,
            full_to_empty_cost: ratio,
            full_board: opened,
            generator_cores: (own * 1000.0).round() / 1000.0,
            refusals: seen.refusals,
            closed: seen.closed,
        })?;
        if count == 0 { Err("nobody came in".into()) } else { Ok(()) }
    }

    /// Joins as the teacher.
    async fn teach(&self) -> Result<(Socket, Value), String> {
        let mut socket =
            connection::open(&self.target.url, Protocol::Lyceum.path(), Protocol::Lyceum.subprotocol()).await?;
        let join = json!({"event": "on.sessionJoin", "id": 1,
            "data": {"sessionId": self.target.code, "token": self.token}});
        let joined = connection::ask(&mut socket, 1, join.to_string()).await?;
        Ok((socket, joined))
    }

    /// People who come in, and their seats.
    async fn arrive(&self, lesson: &Lesson, count: usize) -> Vec<(Socket, u16)> {
        let mut people = Vec::new();
        for index in 0..count {
            let name = format!("Load {index}");
            match connection::enter(&self.target.url, Protocol::Lyceum, &self.target.code, &name, None).await {
                Ok(admission) => people.push((admission.socket, admission.seat)),
                Err(reason) => *lesson.seen.borrow_mut().closed.entry(reason).or_default() += 1,
            }
        }
        people
    }

    /// Fills a board, by people who leave again: those who watch later open it as it is.
    async fn fill(&self, lesson: &Lesson, page: u16) -> Result<(), String> {
        let arrived = self.arrive(lesson, FILLERS).await;
        let each = self.full.div_ceil(arrived.len().max(1) as u32);
        let count = arrived.len();
        let people = arrived.into_iter().enumerate();
        let tasks: Vec<_> =
            people.map(|(index, (socket, seat))| lesson.settle(socket, seat, index + 1, Duration::ZERO)).collect();
        lesson.all_do(page, Does::Fill(each), count).await?;
        lesson.stage.set(Stage::of(page, Does::Leave));
        for task in tasks {
            task.await.map_err(|e| e.to_string())?;
        }
        lesson.stage.set(Stage::default());
        Ok(())
    }

    async fn measure(&self, lesson: &Lesson, page: u16, drawing: usize) -> Result<Drawn, String> {
        let spent = || self.target.pid.map(cost).transpose();
        let begin = |before: Option<Cost>| Ok::<_, String>(before.zip(spent()?).map(|(before, now)| now.since(before)));
        lesson.stage.set(Stage::of(page, if self.slides { Does::Point } else { Does::Draw }));
        time::sleep(WARM_UP).await;
        let (started, server) = (Instant::now(), spent()?);
        lesson.seen.borrow_mut().measuring = true;
        time::sleep(Duration::from_secs_f64(self.secs.max(1.0))).await;
        lesson.seen.borrow_mut().measuring = false;
        let (elapsed, server) = (started.elapsed(), begin(server)?);
        lesson.stage.set(Stage::default());
        time::sleep(AFTERMATH).await;
        let mut drawn = lesson.seen.borrow_mut().told(elapsed, server);
        if !self.slides {
            let before = spent()?;
            lesson.all_do(page, Does::Put(STROKES), drawing).await?;
            time::sleep(AFTERMATH).await;
            drawn.strokes_alone(begin(before)?, STROKES * drawing as u32);
            lesson.seen.borrow_mut().told(elapsed, None);
        }
        Ok(drawn)
    }
}

/// Adds a whiteboard. Returns its page's number.
async fn add_board(teacher: &mut Socket, id: u32) -> Result<u16, String> {
    let add = json!({"event": "on.boardAdd", "data": {"template": "plain"}, "id": id});
    let added: Value = connection::ask(teacher, id, add.to_string()).await?;
    added["page"].as_u64().and_then(|page| u16::try_from(page).ok()).ok_or_else(|| "no page was added".into())
}

/// What everyone does now, and what has been counted.
#[derive(Default)]
struct Lesson {
    stage: Rc<Cell<Stage>>,
    seen: Rc<RefCell<Seen>>,
}

impl Lesson {
    /// A person stays on their connection. `who` is 0 for the teacher, and counts those who draw from 1.
    fn settle(&self, socket: Socket, seat: u16, who: usize, offset: Duration) -> JoinHandle<()> {
        let person = Person::new(seat, who, Rc::clone(&self.stage), Rc::clone(&self.seen));
        tokio::task::spawn_local(person.stay(socket, offset))
    }

    /// Waits until so many people have done a piece of work.
    async fn all_do(&self, page: u16, does: Does, people: usize) -> Result<(), String> {
        self.seen.borrow_mut().finished = 0;
        self.stage.set(Stage::of(page, does));
        let until = Instant::now() + PATIENCE;
        while self.seen.borrow().finished < people {
            if Instant::now() > until {
                return Err(format!("only {} of {people} have finished", self.seen.borrow().finished));
            }
            time::sleep(Duration::from_millis(5)).await;
        }
        self.stage.set(Stage::default());
        Ok(())
    }
}
