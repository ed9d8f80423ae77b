//! A deadline for request bodies, by a minimum rate. actix-web cuts a connection whose head does not arrive, but would wait for
//! a body without limit, and a client that sends a thousand half requests would occupy all sockets. An upload may take as long
//! as it needs while it keeps arriving.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    Error, HttpMessage,
    body::{BodySize, MessageBody},
    dev::{Payload, Service, ServiceRequest, ServiceResponse, Transform},
    error::PayloadError,
    rt::time::{Instant, Sleep, sleep},
    web::Bytes,
};
use futures_util::{Stream, future::LocalBoxFuture};

use super::{files, routes::SOCKETS};
use crate::room::{Activity, OpenRequest};

/// How long a client may keep us waiting for a body, which has 64 KiB at most; and at first for an upload.
const WITHIN: Duration = Duration::from_secs(10);
const UPLOAD_PAUSE: Duration = Duration::from_secs(30);
/// With so many bytes an upload earns another second. The slowest telephone line brings more.
const UPLOAD_RATE: f64 = 4096.0;

/// How long a client may still keep us waiting. Only waiting counts: what we do ourselves meanwhile is not the client's fault.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Patience {
    left: Duration,
    most: Duration,
    /// In bytes that earn a second; `None`: the whole has one deadline.
    rate: Option<f64>,
}

impl Patience {
    fn of_body() -> Self {
        Self { left: WITHIN, most: WITHIN, rate: None }
    }

    fn of_upload() -> Self {
        Self { left: UPLOAD_PAUSE, most: UPLOAD_PAUSE, rate: Some(UPLOAD_RATE) }
    }

    fn wait(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(time);
    }

    fn receive(&mut self, bytes: usize) {
        if let Some(rate) = self.rate {
            self.left = (self.left + Duration::from_secs_f64(bytes as f64 / rate)).min(self.most);
        }
    }
}

struct BodyWithDeadline {
    body: Payload,
    patience: Patience,
    /// Since when we wait for the client, and until when.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Stream for BodyWithDeadline {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.body).poll_next(task);
        if part.is_pending() {
            let left = self.patience.left;
            let (_, deadline) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
            if deadline.as_mut().poll(task).is_pending() {
                return Poll::Pending;
            }
            return Poll::Ready(Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into()))));
        }
        if let Some((since, _)) = self.waiting.take() {
            self.patience.wait(since.elapsed());
        }
        if let Poll::Ready(Some(Ok(bytes))) = &part {
            self.patience.receive(bytes.len());
        }
        part
    }
}

/// The same body, which fails when the client keeps us waiting for too long.
fn with_deadline(body: Payload, patience: Patience) -> Payload {
    match body {
        Payload::None => Payload::None,
        body => Payload::Stream { payload: Box::pin(BodyWithDeadline { body, patience, waiting: None }) },
    }
}

/// The middleware of all routes: bodies have a deadline, and the connection's stream knows when a request is being answered.
pub struct Deadlines;

impl<S, B> Transform<S, ServiceRequest> for Deadlines
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<OpenBody<B>>;
    type Error = Error;
    type Transform = DeadlinesService<S>;
    type InitError = ();
    type Future = std::future::Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        std::future::ready(Ok(DeadlinesService(service)))
    }
}

pub struct DeadlinesService<S>(S);

impl<S, B> Service<ServiceRequest> for DeadlinesService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<OpenBody<B>>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Error>>;

    fn poll_ready(&self, task: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready(task)
    }

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let open = request.conn_data::<std::sync::Arc<Activity>>().map(Activity::begin);
        // What follows the request of a WebSocket is no body: participants have limits of their own.
        if !SOCKETS.contains(&request.path()) {
            let upload = files::is_upload(request.path());
            let patience = if upload { Patience::of_upload() } else { Patience::of_body() };
            let body = with_deadline(request.take_payload(), patience);
            request.set_payload(body);
        }
        let answering = self.0.call(request);
        Box::pin(async move { Ok(answering.await?.map_body(|_, body| OpenBody { body: Box::pin(body), _open: open })) })
    }
}

/// The body of a response. The request is open until all of it is sent.
pub struct OpenBody<B> {
    body: Pin<Box<B>>,
    _open: Option<OpenRequest>,
}

impl<B: MessageBody> MessageBody for OpenBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.as_ref().get_ref().size()
    }

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, B::Error>>> {
        self.body.as_mut().poll_next(task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_trickled_body_runs_out_of_time_and_an_upload_at_a_fair_rate_does_not() {
        let mut form = Patience::of_body();
        for _ in 0..10 {
            form.wait(SECOND);
            form.receive(100);
        }
        assert_eq!(form.left, Duration::ZERO);
        let mut trickled = Patience::of_upload();
        let seconds = (0..3600).take_while(|_| {
            trickled.wait(SECOND);
            let in_time = trickled.left > Duration::ZERO;
            trickled.receive(1024);
            in_time
        });
        assert_eq!(seconds.count(), 39, "at a quarter of the rate");
        let mut slow = Patience::of_upload();
        for _ in 0..3600 {
            slow.wait(SECOND);
            slow.receive(5000);
        }
        assert!(slow.left > UPLOAD_PAUSE / 2, "an hour of it: {:?}", slow.left);
        slow.wait(UPLOAD_PAUSE);
        assert_eq!(slow.left, Duration::ZERO, "it has stopped");
    }
}
