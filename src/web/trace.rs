//! Which request a line of the log is about. Each has an id: a proxy's of ours, if that has given it a decent one, or one of
//! our own. It stands in the answer's head and, when something went wrong here, on the page, so that whoever reads it there
//! can tell it to whoever reads the log.

use std::sync::Arc;

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use tracing::Instrument;
use uuid::Uuid;

use super::request;

pub const HEADER: &str = "x-request-id";

/// The longest that is taken from a proxy.
const LONGEST: usize = 64;

tokio::task_local! {
    /// Of the request that this task answers.
    static CURRENT: RequestId;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    fn of(request: &HttpRequest) -> Self {
        let fits = |id: &&str| {
            (1..=LONGEST).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        match request::forwarded(request, HEADER).filter(fits) {
            Some(id) => Self(id.into()),
            None => Self(Uuid::now_v7().to_string().into()),
        }
    }

    /// Of the request that is being answered, if one is.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Of this request.
    pub fn given(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The middleware of whatever may log: whatever is logged meanwhile, and by whatever this waits for, names the request.
///
/// # Errors
/// What the service within returns.
pub async fn named<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let id = RequestId::of(request.request());
    // An error's, so that it is there however little is logged.
    let span = tracing::error_span!("request", id = id.as_str(), method = %request.method());
    request.extensions_mut().insert(id.clone());
    let answering = async {
        let mut response = next.call(request).await?;
        if let Ok(value) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert(HeaderName::from_static(HEADER), value);
        }
        Ok(response)
    };
    CURRENT.scope(id.clone(), answering.instrument(span)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Door;
    use actix_web::{test::TestRequest, web::Data};

    fn told(trust_proxy: bool, id: &'static str) -> RequestId {
        let door = Data::new(Door { public_url: None, trust_proxy });
        RequestId::of(&TestRequest::default().app_data(door).insert_header((HEADER, id)).to_http_request())
    }

    #[test]
    fn a_proxys_id_is_taken_if_it_is_one_and_the_proxy_is_ours() {
        assert_eq!(told(true, "edge-7.A_9").as_str(), "edge-7.A_9");
        let long: &str = Box::leak("a".repeat(LONGEST + 1).into_boxed_str());
        for not in ["", "two words", "a\"b", "<b>", "ä", long] {
            let ours = told(true, not);
            assert!(ours.as_str().parse::<Uuid>().is_ok(), "{not:?}");
        }
        assert!(told(false, "edge-7").as_str().parse::<Uuid>().is_ok());
    }
}
