//! What the server holds according to its Prometheus listener: rooms, connections and peers. Each is an actor or a place on a
//! shard. Seats are not included, because a room remembers who was in the lesson until it ends.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use serde::Serialize;

use crate::connection::Address;

/// A busy server may leave out a part that does not answer in time.
const TRIES: usize = 20;
const AGAIN: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ServerMetrics {
    pub rooms: f64,
    pub connections: f64,
    pub programs: f64,
    pub peers: f64,
}

impl ServerMetrics {
    /// # Errors
    /// When there is no such listener, or a metric is missing.
    pub fn fetch(server: &Address) -> Result<Self, String> {
        for _ in 0..TRIES {
            if let Some(figures) = Self::parse(&page(server)?) {
                return Ok(figures);
            }
            thread::sleep(AGAIN);
        }
        Err(format!("{server}/metrics does not tell of rooms and peers"))
    }

    fn parse(text: &str) -> Option<Self> {
        // All lines with this name, whatever their labels.
        let sum = |name: &str| {
            let values = text.lines().filter_map(|line| {
                let (of, value) = line.split_once(' ')?;
                let of = of.split_once('{').map_or(of, |(of, _)| of);
                (of == name).then(|| value.trim().parse::<f64>().ok())?
            });
            values.fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
        };
        Some(Self {
            rooms: sum("lyceum_rooms")?,
            connections: sum("lyceum_connections")?,
            programs: sum("lyceum_programs")?,
            peers: sum("lyceum_media_peers")?,
        })
    }

    /// # Errors
    /// When the metrics differ from those `before`: both.
    pub fn ensure_equal(self, before: Self) -> Result<(), String> {
        if self == before {
            return Ok(());
        }
        Err(format!("the server is not as it was before anyone came: it held {before:?}, and now {self:?}"))
    }
}

fn page(server: &Address) -> Result<String, String> {
    let broken = |error: std::io::Error| format!("{server}/metrics: {error}");
    let mut stream = TcpStream::connect(&server.authority).map_err(broken)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(broken)?;
    // With HTTP/1.0 the response ends with the connection.
    let request = format!("GET /metrics HTTP/1.0\r\nHost: {}\r\n\r\n", server.authority);
    stream.write_all(request.as_bytes()).map_err(broken)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(broken)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.split(' ').nth(1) == Some("200") => Ok(body.to_owned()),
        _ => Err(format!("{server}/metrics is not there")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# HELP lyceum_rooms Rooms that are open\n# TYPE lyceum_rooms gauge\nlyceum_rooms 1\nlyceum_seats 3\n\
                        lyceum_connections 2\nlyceum_programs 0\nlyceum_media_peers{way=\"tcp\"} 1\n\
                        lyceum_media_peers{way=\"udp\"} 4\nlyceum_media_peers_else 9\n";

    #[test]
    fn metrics_are_read_whatever_their_labels() {
        let figures = ServerMetrics::parse(PAGE).expect("all is there");
        assert_eq!(figures, ServerMetrics { rooms: 1.0, connections: 2.0, programs: 0.0, peers: 5.0 });
        assert_eq!(ServerMetrics::parse(&PAGE.replace("lyceum_media_peers{", "other{")), None, "a part is left out");
    }

    #[test]
    fn remaining_peers_are_reported() {
        let before = ServerMetrics::default();
        let told = ServerMetrics { peers: 1.0, ..before }.ensure_equal(before).expect_err("one is left");
        assert!(told.contains("peers: 1"), "{told}");
        assert_eq!(before.ensure_equal(before), Ok(()));
    }
}
