//! A connection's stream, which ends when its client is too slow. actix-web has a timeout for the head of the first request
//! only: the head of a later one, or the rest of a body that nobody reads, could come a byte a minute. Here, what comes while
//! no request is being answered must make up the head of the next one within a time, and a connection on which nothing is asked
//! ends.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use actix_web::rt::{
    net::{ActixStream, Ready, TcpStream},
    time::{Sleep, sleep},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::connections::OpenConnection;
use crate::room::Activity;

/// How long a connection may be idle between two requests.
pub const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long the head of a request may take.
pub const HEAD: Duration = Duration::from_secs(10);
/// How often this is checked, and by how much each deadline may be late.
const TICK: Duration = Duration::from_secs(5);

/// What a client has done since its last request was answered.
#[derive(Debug, Default)]
struct Idle {
    /// How many requests had begun.
    begun: u64,
    since: Option<Instant>,
    /// When the first byte came.
    first_byte: Option<Instant>,
}

impl Idle {
    /// Whether the client is within its time. `received` says that bytes have just come.
    fn is_in_time(&mut self, activity: &Activity, received: bool, now: Instant) -> bool {
        let begun = activity.begun();
        if activity.is_answering() || begun != self.begun {
            *self = Self { begun, ..Self::default() };
        }
        if activity.is_answering() {
            return true;
        }
        let since = *self.since.get_or_insert(now);
        if received {
            self.first_byte.get_or_insert(now);
        }
        let passed = |since: Instant| now.saturating_duration_since(since);
        passed(since) < KEEP_ALIVE + HEAD && self.first_byte.is_none_or(|at| passed(at) < HEAD)
    }
}

pub struct PacedStream {
    stream: TcpStream,
    activity: Arc<Activity>,
    idle: Idle,
    tick: Pin<Box<Sleep>>,
    _open: OpenConnection,
}

impl PacedStream {
    pub fn new(stream: TcpStream, open: OpenConnection) -> Self {
        let (activity, idle) = (Arc::default(), Idle::default());
        Self { stream, activity, idle, tick: Box::pin(sleep(TICK)), _open: open }
    }

    pub fn tcp(&self) -> &TcpStream {
        &self.stream
    }

    pub fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }
}

impl AsyncRead for PacedStream {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(task, buffer);
        let received = buffer.filled().len() > before;
        if !this.idle.is_in_time(&this.activity, received, Instant::now()) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        if read.is_pending() {
            // Wakes the reader even if nothing comes.
            while this.tick.as_mut().poll(task).is_ready() {
                this.tick.set(sleep(TICK));
            }
        }
        read
    }
}

impl AsyncWrite for PacedStream {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(task, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(task, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }
}

impl ActixStream for PacedStream {
    fn poll_read_ready(&self, task: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        ActixStream::poll_read_ready(&self.stream, task)
    }

    fn poll_write_ready(&self, task: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        ActixStream::poll_write_ready(&self.stream, task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_head_of_each_request_has_a_deadline() {
        let (activity, mut idle, mut now) = (Arc::<Activity>::default(), Idle::default(), Instant::now());
        for request in 0..3 {
            // A byte a second.
            let in_time = (0..60).take_while(|_| {
                now += SECOND;
                idle.is_in_time(&activity, true, now)
            });
            assert_eq!(in_time.count(), 10, "request {request}");
            let answering = activity.begin();
            now += 600 * SECOND;
            assert!(idle.is_in_time(&activity, true, now), "a request has other deadlines");
            drop(answering);
            assert!(idle.is_in_time(&activity, false, now));
            now += KEEP_ALIVE;
            assert!(idle.is_in_time(&activity, false, now), "it may be idle");
            drop(activity.begin());
        }
    }

    #[test]
    fn a_connection_on_which_nothing_is_asked_ends() {
        let (activity, mut idle, now) = (Arc::<Activity>::default(), Idle::default(), Instant::now());
        drop(activity.begin());
        assert!(idle.is_in_time(&activity, false, now));
        assert!(!idle.is_in_time(&activity, false, now + KEEP_ALIVE + HEAD));
    }
}
