//! `lyceum-load lookup`: how many look-ups of a join code the server answers, and what each costs.

use std::{
    cell::RefCell,
    rc::Rc,
    time::{Duration, Instant},
};

use clap::Args;
use serde::Serialize;
use tokio::{io::AsyncWriteExt, runtime, task::LocalSet, time::sleep};

use crate::{
    connection::Address,
    http::Responses,
    pose::cost,
    process,
    report::{Format, rounded},
    tally::{Counts, Times},
};

#[derive(Args)]
pub struct Lookup {
    /// The server, as http://HOST:PORT
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: Address,
    /// The join code to look up
    #[arg(long)]
    code: String,
    /// How long to measure, in seconds, after one second of the same load
    #[arg(long, default_value_t = 10.0)]
    secs: f64,
    /// Connections, each with one request in flight
    #[arg(short, default_value_t = 64)]
    connections: usize,
    /// Requests in flight on each connection
    #[arg(long, default_value_t = 1)]
    pipeline: usize,
    /// The server's process, to measure what it costs
    #[arg(long)]
    pid: Option<u32>,
    #[command(flatten)]
    format: Format,
}

#[derive(Default)]
struct Seen {
    measuring: bool,
    lookups: u64,
    times: Times,
    errors: Counts,
}

#[derive(Serialize)]
struct Report {
    connections: usize,
    pipeline: usize,
    seconds: f64,
    body_bytes: usize,
    lookups: u64,
    lookups_per_s: f64,
    latency_p50_ms: Option<f64>,
    latency_p99_ms: Option<f64>,
    errors: Counts,
    server_cpu_s: Option<f64>,
    server_percent_of_a_core: Option<f64>,
    lookups_per_cpu_s: Option<f64>,
    descendants_cpu_s: Option<f64>,
    generator_cpu_s: f64,
}

impl Lookup {
    /// # Errors
    /// When the first look-up does not return the card of this code, or nothing could be measured.
    pub fn run(self) -> Result<(), String> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
        let report = LocalSet::new().block_on(&runtime, self.measure())?;
        self.format.print(&report)?;
        if report.lookups == 0 { Err("no look-up succeeded".into()) } else { Ok(()) }
    }

    fn request(&self) -> Vec<u8> {
        format!("GET /codes/{} HTTP/1.1\r\nHost: {}\r\n\r\n", self.code, self.url.authority).into_bytes()
    }

    /// The body that all other answers must equal, once it is known to be the card of this code.
    async fn first(&self) -> Result<Vec<u8>, String> {
        let mut responses = Responses::new(self.url.connect().await?);
        responses.stream().write_all(&self.request()).await.map_err(|e| e.to_string())?;
        let mut body = Vec::new();
        let status = responses.next(&mut body).await?;
        let card: Option<serde_json::Value> = serde_json::from_slice(&body).ok();
        let code = card.as_ref().and_then(|card| card["sessionCode"].as_str());
        if status == 200 && code.is_some_and(|code| code.eq_ignore_ascii_case(&self.code)) {
            Ok(body)
        } else {
            Err(format!("GET /codes/{} answered {status}: {}", self.code, String::from_utf8_lossy(&body)))
        }
    }

    async fn measure(&self) -> Result<Report, String> {
        let card: Rc<[u8]> = self.first().await?.into();
        let seen = Rc::new(RefCell::new(Seen::default()));
        for _ in 0..self.connections {
            let (address, request, card, seen) = (self.url.clone(), self.request(), card.clone(), seen.clone());
            let pipeline = self.pipeline.max(1);
            tokio::task::spawn_local(async move {
                if let Err(error) = look_up(&address, &request.repeat(pipeline), pipeline, &card, &seen).await {
                    *seen.borrow_mut().errors.entry(error).or_default() += 1;
                }
            });
        }
        sleep(Duration::from_secs(1)).await;
        let (started, server, own) = (Instant::now(), self.pid.map(cost).transpose()?, cost(std::process::id())?);
        seen.borrow_mut().measuring = true;
        sleep(Duration::from_secs_f64(self.secs)).await;
        seen.borrow_mut().measuring = false;
        let seconds = started.elapsed().as_secs_f64();
        let since = |pid: u32, before: process::Cost| cost(pid).map(|now| now.since(before));
        let server = server.zip(self.pid).map(|(before, pid)| since(pid, before)).transpose()?;
        let own = since(std::process::id(), own)?;
        let seen = seen.borrow();
        let cpu = server.map(|cost| cost.cpu.as_secs_f64());
        Ok(Report {
            connections: self.connections,
            pipeline: self.pipeline.max(1),
            seconds: rounded(seconds),
            body_bytes: card.len(),
            lookups: seen.lookups,
            lookups_per_s: rounded(seen.lookups as f64 / seconds),
            latency_p50_ms: seen.times.ms(0.5),
            latency_p99_ms: seen.times.ms(0.99),
            errors: seen.errors.clone(),
            server_cpu_s: cpu.map(rounded),
            server_percent_of_a_core: cpu.map(|cpu| rounded(cpu / seconds * 100.0)),
            lookups_per_cpu_s: cpu.filter(|cpu| *cpu > 0.0).map(|cpu| rounded(seen.lookups as f64 / cpu)),
            descendants_cpu_s: server.map(|cost| rounded(cost.descendants.as_secs_f64())),
            generator_cpu_s: rounded(own.cpu.as_secs_f64()),
        })
    }
}

/// Sends requests on one connection, `batch` at a time, and compares every body.
async fn look_up(to: &Address, requests: &[u8], batch: usize, card: &[u8], seen: &RefCell<Seen>) -> Result<(), String> {
    let mut responses = Responses::new(to.connect().await?);
    let mut body = Vec::with_capacity(card.len());
    loop {
        let asked = Instant::now();
        responses.stream().write_all(requests).await.map_err(|e| format!("broken: {}", e.kind()))?;
        for _ in 0..batch {
            let status = responses.next(&mut body).await?;
            let mut seen = seen.borrow_mut();
            if status != 200 || body != card {
                *seen.errors.entry(format!("status {status}, or another body")).or_default() += 1;
            } else if seen.measuring {
                seen.lookups += 1;
                seen.times.record(asked.elapsed().as_micros() as u64);
            }
        }
    }
}
