//! What has been counted of a board, by all people together.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::{
    process::Cost,
    tally::{Counts, Times},
};

#[derive(Default)]
pub struct Seen {
    pub measuring: bool,
    /// How many people have finished the piece of work that was given to all.
    pub finished: usize,
    pub frames_sent: u64,
    pub pieces: u64,
    pub live: Times,
    pub replies: Times,
    pub deliveries: Times,
    pub strokes: u64,
    pub delivered: u64,
    /// When the teacher last turned the screen.
    pub turned_at: Option<Instant>,
    pub turns: Times,
    pub refusals: Counts,
    pub closed: Counts,
}

/// One part of a run. "Cores" are of the server's process, and of its database.
#[derive(Serialize)]
pub struct Drawn {
    seconds: f64,
    live_frames_sent: u64,
    live_pieces_received: u64,
    pen_to_others_p50_ms: Option<f64>,
    pen_to_others_p99_ms: Option<f64>,
    pen_to_others_max_ms: Option<f64>,
    strokes_kept: u64,
    stroke_kept_p50_ms: Option<f64>,
    stroke_kept_p99_ms: Option<f64>,
    strokes_delivered: u64,
    stroke_to_others_p99_ms: Option<f64>,
    turn_to_others_p50_ms: Option<f64>,
    turn_to_others_p99_ms: Option<f64>,
    server_cores: Option<f64>,
    database_cores: Option<f64>,
    /// Strokes without live lines: the CPU time of server and database for one of them, with its delivery to everyone.
    pub stroke_cpu_us: Option<f64>,
}

impl Drawn {
    pub fn strokes_alone(&mut self, spent: Option<Cost>, strokes: u32) {
        self.stroke_cpu_us = spent.filter(|_| strokes > 0).map(|spent| {
            let micros = (spent.cpu + spent.descendants).as_secs_f64() * 1e6 / f64::from(strokes);
            micros.round()
        });
    }
}

impl Seen {
    /// What was counted since the last time, which is forgotten.
    pub fn told(&mut self, elapsed: Duration, spent: Option<Cost>) -> Drawn {
        let cores = |spent: Duration| (spent.as_secs_f64() / elapsed.as_secs_f64() * 1000.0).round() / 1000.0;
        let kept = Self {
            refusals: std::mem::take(&mut self.refusals),
            closed: std::mem::take(&mut self.closed),
            ..Self::default()
        };
        let seen = std::mem::replace(self, kept);
        Drawn {
            seconds: (elapsed.as_secs_f64() * 100.0).round() / 100.0,
            live_frames_sent: seen.frames_sent,
            live_pieces_received: seen.pieces,
            pen_to_others_p50_ms: seen.live.ms(0.5),
            pen_to_others_p99_ms: seen.live.ms(0.99),
            pen_to_others_max_ms: seen.live.ms(1.0),
            strokes_kept: seen.strokes,
            stroke_kept_p50_ms: seen.replies.ms(0.5),
            stroke_kept_p99_ms: seen.replies.ms(0.99),
            strokes_delivered: seen.delivered,
            stroke_to_others_p99_ms: seen.deliveries.ms(0.99),
            turn_to_others_p50_ms: seen.turns.ms(0.5),
            turn_to_others_p99_ms: seen.turns.ms(0.99),
            server_cores: spent.map(|spent| cores(spent.cpu)),
            database_cores: spent.map(|spent| cores(spent.descendants)),
            stroke_cpu_us: None,
        }
    }
}
