//! Request ids, so that each line of the log names its request. The id is the one of our proxy, if it is a valid one, or a new one.
//! The response has it in a header and, after a fault, on the page, so that people can report it.

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

/// The longest id that is accepted from a proxy.
const LONGEST: usize = 64;

tokio::task_local! {
    /// The id of the request that this task answers.
    static CURRENT: RequestId;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    fn assign(request: &HttpRequest) -> Self {
        let fits = |id: &&str| {
            (1..=LONGEST).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        match request::forwarded(request, HEADER).filter(fits) {
            Some(id) => Self(id.into()),
            None => Self(Uuid::now_v7().to_string().into()),
        }
    }

    /// The id of the current request, if there is one.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// The id that this request was given.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The middleware that gives a request its id and a span: everything logged in it names the request.
///
/// # Errors
/// What the service within returns.
pub async fn with_request_id<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = RequestId::assign(request.request());
    // At the level of errors, so that it exists at every level of logging.
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

    fn assigned(trust_proxy: bool, id: &'static str) -> RequestId {
        let door = Data::new(Door { public_url: None, trust_proxy });
        RequestId::assign(&TestRequest::default().app_data(door).insert_header((HEADER, id)).to_http_request())
    }

    #[test]
    fn a_proxys_id_is_taken_if_it_is_one_and_the_proxy_is_ours() {
        assert_eq!(assigned(true, "edge-7.A_9").as_str(), "edge-7.A_9");
        let long: &str = Box::leak("a".repeat(LONGEST + 1).into_boxed_str());
        for not in ["", "two words", "a\"b", "<b>", "ä", long] {
            let ours = assigned(true, not);
            assert!(ours.as_str().parse::<Uuid>().is_ok(), "{not:?}");
        }
        assert!(assigned(false, "edge-7").as_str().parse::<Uuid>().is_ok());
    }
}
