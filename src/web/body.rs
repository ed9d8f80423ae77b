//! A request's body must come in time. A head that does not come is the server's to cut; for a body it would wait for
//! ever, and whoever sends a thousand half requests would have all its sockets. A file may take long, if only it goes on
//! coming.

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

/// How long all of a body may take; the largest has 64 KiB.
const WITHIN: Duration = Duration::from_secs(10);

/// How long nothing of a file may come.
const PAUSE: Duration = Duration::from_secs(30);

struct Timely {
    body: Payload,
    late: Pin<Box<Sleep>>,
    /// Whether whatever comes gives the rest more time.
    long: bool,
}

impl Stream for Timely {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.body).poll_next(task);
        if self.long && part.is_ready() {
            self.late.as_mut().reset(Instant::now() + PAUSE);
        }
        if part.is_pending() && self.late.as_mut().poll(task).is_ready() {
            return Poll::Ready(Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into()))));
        }
        part
    }
}

/// The same body, which fails when it does not come in time; a `long` one, when it stops coming.
pub fn timely(body: Payload, long: bool) -> Payload {
    let first = if long { PAUSE } else { WITHIN };
    match body {
        Payload::None => Payload::None,
        body => Payload::Stream { payload: Box::pin(Timely { body, late: Box::pin(sleep(first)), long }) },
    }
}
