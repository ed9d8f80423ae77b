//! What went wrong, told by each door in its own way: the API in JSON, the pages in words. Faults are logged here.

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

/// Status, code and sentence of a failure, as far as its cause may be told.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: &'static str,
}

impl From<&Failure> for Told {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::from(*refusal),
            Failure::Fault(fault) if fault.passes() => Self {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "unavailable",
                message: "This does not work at the moment. Please try again soon.",
            },
            Failure::Fault(_) => Self {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                code: "fault",
                message: "Something went wrong on our side. Please try again.",
            },
        }
    }
}

impl From<Refusal> for Told {
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
pub struct Body {
    /// The HTTP status.
    code: u16,
    /// One sentence for people.
    message: String,
    error: Detail,
}

#[derive(Serialize, ToSchema)]
struct Detail {
    /// The stable name to act upon.
    code: &'static str,
    details: Vec<Wrong>,
}

/// A part of a request that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Wrong {
    /// The way to it, such as `experiences[0].id`.
    pub path: String,
    pub message: String,
}

impl Told {
    pub fn as_json(self) -> HttpResponse {
        self.as_json_with(self.message.to_owned(), Vec::new())
    }

    fn as_json_with(self, message: String, details: Vec<Wrong>) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            response.insert_header((header::RETRY_AFTER, "60"));
        }
        response.insert_header((header::CACHE_CONTROL, "no-store")).json(Body {
            code: self.status.as_u16(),
            message,
            error: Detail { code: self.code, details },
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
        // It knows nobody: even finding out who asks may have failed.
        render::page(language, self.status, "error.html", minijinja::context! { title, message, number, school })
    }

    /// For a page whose request is not at hand: it is written where that is ([`written`]).
    fn unwritten(self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(self);
        response
    }
}

/// A failure behind the JSON API, and which parts of the request it lies in, if that is known.
#[derive(Debug)]
pub struct ApiError(pub Failure, pub Vec<Wrong>);

/// A failure behind a page.
#[derive(Debug)]
pub enum PageError {
    Failed(Failure),
    /// Whoever it is must sign in first, and then goes on to this path.
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
        f.write_str(Told::from(&self.0).code)
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PageError::Failed(failure) => f.write_str(Told::from(failure).code),
            PageError::SignIn(_) => f.write_str(Refusal::SignInNeeded.code()),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        Told::from(&self.0).status
    }

    fn error_response(&self) -> HttpResponse {
        log(&self.0);
        let told = Told::from(&self.0);
        told.as_json_with(told.message.to_owned(), self.1.clone())
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            PageError::Failed(failure) => Told::from(failure).status,
            PageError::SignIn(_) => StatusCode::SEE_OTHER,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            PageError::Failed(failure) => {
                log(failure);
                Told::from(failure).unwritten()
            }
            PageError::SignIn(next) => redirect::to_sign_in(next),
        }
    }
}

/// A refusal by the door that was knocked at.
pub fn by_door(request: &HttpRequest, refusal: Refusal) -> HttpResponse {
    by_door_of(request, Told::from(refusal))
}

fn by_door_of(request: &HttpRequest, told: Told) -> HttpResponse {
    if request::wants_page(request) { told.as_page(request) } else { told.as_json() }
}

/// The page of a failure, in the language of whoever asked: an error knows only what it is about.
pub fn written<B: MessageBody>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
    let told = response.response().extensions().get::<Told>().copied();
    match told {
        None => response.map_into_left_body(),
        Some(told) => {
            let (request, _) = response.into_parts();
            let page = told.as_page(&request);
            ServiceResponse::new(request, page).map_into_right_body()
        }
    }
}

/// A failure for the script of a page, which shows what it says.
pub fn failed_at_script(request: &HttpRequest, failure: &Failure) -> HttpResponse {
    log(failure);
    let told = Told::from(failure);
    told.as_json_with(language::of(request).refusal_of(told.code, told.message), Vec::new())
}

/// A failure by the door that was knocked at.
pub fn failed(request: &HttpRequest, failure: Failure) -> HttpResponse {
    log(&failure);
    by_door_of(request, Told::from(&failure))
}

/// Answers what no route is for.
pub async fn unknown(request: HttpRequest) -> HttpResponse {
    by_door(&request, Refusal::PageUnknown)
}

/// Answers a known address that was asked in a way it does not know.
pub fn wrong_method(request: &HttpRequest, allowed: &str) -> HttpResponse {
    let mut answer = by_door(request, Refusal::MethodUnknown);
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}
