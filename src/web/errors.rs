//! Error responses: JSON for the API, a page for browsers. Faults are logged here.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    body::{EitherBody, MessageBody},
    dev::ServiceResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::Data,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{language, redirect, render, request, trace};
use crate::{
    domain::School,
    error::{Failure, Refusal},
};

/// The status, code and sentence of a failure: what clients may know of it.
#[derive(Clone, Copy, Debug)]
pub struct PublicError {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: &'static str,
}

impl From<&Failure> for PublicError {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::from(*refusal),
            Failure::Fault(fault) if fault.passes() => Self {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "unavailable",
                message: "This does not work right now. Please try again soon.",
            },
            Failure::Fault(_) => Self {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                code: "fault",
                message: "Something went wrong on our side. Please try again.",
            },
        }
    }
}

impl From<Refusal> for PublicError {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: StatusCode::from_u16(refusal.status()).expect("a refusal has an HTTP status"),
            code: refusal.code(),
            message: refusal.message(),
        }
    }
}

fn log(failure: &Failure) {
    match failure {
        Failure::Fault(fault) if fault.passes() => tracing::warn!(%fault, "a request could not be served"),
        Failure::Fault(fault) => tracing::error!(%fault, "a request failed"),
        Failure::Refused(_) => {}
    }
}

/// What is said when something was not done.
#[derive(Serialize, ToSchema)]
#[schema(as = Refused)]
pub struct ErrorBody {
    /// The HTTP status.
    code: u16,
    /// One sentence for people.
    message: String,
    error: ErrorDetail,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Detail)]
struct ErrorDetail {
    /// The stable name to act upon.
    code: &'static str,
    details: Vec<InvalidField>,
}

/// A part of a request that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Wrong)]
pub struct InvalidField {
    /// The way to it, such as `experiences[0].id`.
    pub path: String,
    pub message: String,
}

impl PublicError {
    pub fn as_json(self) -> HttpResponse {
        self.as_json_with(self.message.to_owned(), Vec::new())
    }

    fn as_json_with(self, message: String, details: Vec<InvalidField>) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            response.insert_header((header::RETRY_AFTER, "60"));
        }
        response.insert_header((header::CACHE_CONTROL, "no-store")).json(ErrorBody {
            code: self.status.as_u16(),
            message,
            error: ErrorDetail { code: self.code, details },
        })
    }

    pub fn as_page(self, request: &HttpRequest) -> HttpResponse {
        let language = language::of(request);
        let school = request.app_data::<Data<School>>().map(|school| school.name());
        let title = language.text(match self.status {
            StatusCode::NOT_FOUND => "error-not-found",
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "error-not-allowed",
            status if status.is_server_error() => "error-fault",
            _ => "error-other",
        });
        let message = language.refusal_of(self.code, self.message);
        let id = trace::RequestId::current().filter(|_| self.status.is_server_error());
        let number = id.as_ref().map(trace::RequestId::as_str);
        // Without the person: even finding out who asks may have failed.
        render::page(language, self.status, "error.html", minijinja::context! { title, message, number, school })
    }

    /// For a page error, which has no request at hand: [`with_error_pages`] renders the page.
    fn without_page(self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(self);
        response
    }
}

/// A failure of the JSON API, and the fields of the request that caused it, if known.
#[derive(Debug)]
pub struct ApiError(pub Failure, pub Vec<InvalidField>);

/// A failure of a page.
#[derive(Debug)]
pub enum PageError {
    Failed(Failure),
    /// The person must sign in first, and then continues at this path.
    SignIn(String),
}

impl<E: Into<Failure>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into(), Vec::new())
    }
}

impl<E: Into<Failure>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(PublicError::from(&self.0).code)
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PageError::Failed(failure) => f.write_str(PublicError::from(failure).code),
            PageError::SignIn(_) => f.write_str(Refusal::SignInNeeded.code()),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        PublicError::from(&self.0).status
    }

    fn error_response(&self) -> HttpResponse {
        log(&self.0);
        let error = PublicError::from(&self.0);
        error.as_json_with(error.message.to_owned(), self.1.clone())
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            PageError::Failed(failure) => PublicError::from(failure).status,
            PageError::SignIn(_) => StatusCode::SEE_OTHER,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            PageError::Failed(failure) => {
                log(failure);
                PublicError::from(failure).without_page()
            }
            PageError::SignIn(next) => redirect::to_sign_in(next),
        }
    }
}

/// A refusal, as a page or as JSON, whichever the client accepts.
pub fn refusal_response(request: &HttpRequest, refusal: Refusal) -> HttpResponse {
    error_response(request, PublicError::from(refusal))
}

fn error_response(request: &HttpRequest, error: PublicError) -> HttpResponse {
    if request::wants_page(request) { error.as_page(request) } else { error.as_json() }
}

/// Renders the pages of errors, in the language of the request: an error itself does not know the request.
pub fn with_error_pages<B: MessageBody>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
    let error = response.response().extensions().get::<PublicError>().copied();
    match error {
        None => response.map_into_left_body(),
        Some(error) => {
            let (request, _) = response.into_parts();
            let page = error.as_page(&request);
            ServiceResponse::new(request, page).map_into_right_body()
        }
    }
}

/// A failure for the script of a page, which shows the sentence.
pub fn failure_for_script(request: &HttpRequest, failure: &Failure) -> HttpResponse {
    log(failure);
    let error = PublicError::from(failure);
    error.as_json_with(language::of(request).refusal_of(error.code, error.message), Vec::new())
}

/// A failure, as a page or as JSON, whichever the client accepts.
pub fn failure_response(request: &HttpRequest, failure: Failure) -> HttpResponse {
    log(&failure);
    error_response(request, PublicError::from(&failure))
}

/// Answers requests that no route matches.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    refusal_response(&request, Refusal::PageUnknown)
}

/// Answers a known path with another method.
pub fn method_not_allowed(request: &HttpRequest, allowed: &str) -> HttpResponse {
    let mut answer = refusal_response(request, Refusal::MethodUnknown);
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}
