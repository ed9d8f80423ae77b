//! A deadline for request bodies. actix-web cuts a connection whose head does not arrive, but would wait for a body without
//! limit, and a client that sends a thousand half requests would occupy all sockets. An upload may take as long as it needs
//! while it keeps arriving.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    dev::Payload,
    error::PayloadError,
    rt::time::{Instant, Sleep, sleep},
    web::Bytes,
};
use futures_util::Stream;

/// How long a whole body may take; the largest has 64 KiB.
const WITHIN: Duration = Duration::from_secs(10);

/// How long an upload may pause.
const PAUSE: Duration = Duration::from_secs(30);

struct BodyWithDeadline {
    body: Payload,
    deadline: Pin<Box<Sleep>>,
    /// Whether each part that arrives extends the deadline.
    extends: bool,
}

impl Stream for BodyWithDeadline {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.body).poll_next(task);
        if self.extends && part.is_ready() {
            self.deadline.as_mut().reset(Instant::now() + PAUSE);
        }
        if part.is_pending() && self.deadline.as_mut().poll(task).is_ready() {
            return Poll::Ready(Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into()))));
        }
        part
    }
}

/// The same body, which fails when it is not complete in time or, as an `upload`, when it stops arriving.
pub fn with_deadline(body: Payload, upload: bool) -> Payload {
    let first = if upload { PAUSE } else { WITHIN };
    match body {
        Payload::None => Payload::None,
        body => Payload::Stream {
            payload: Box::pin(BodyWithDeadline { body, deadline: Box::pin(sleep(first)), extends: upload }),
        },
    }
}
