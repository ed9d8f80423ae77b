//! Programs that stream over HTTP: WHIP (RFC 9725) to publish, WHEP (draft-ietf-wish-whep) to listen. Both are the same
//! conversation: an offer is posted and answered, what is added to it is patched, and the stream is deleted.
//!
//! Unlike all else here, pages of any origin may call it: what counts is the key that they show, and never a cookie.

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ServiceResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    web::{Bytes, Data, Path},
};

use super::{describe::Description, errors::ApiError, request};
use crate::{
    access::StreamKind,
    domain::{
        School,
        streams::{self, Program},
    },
    error::Refusal,
    ids::StreamId,
    media::transport::sdp::SdpFragment,
};

const OFFER: &str = "application/sdp";
const FRAGMENT: &str = "application/trickle-ice-sdpfrag";
/// After how many seconds a program shall try again.
const AGAIN: &str = "5";

type Body = Result<Bytes, actix_web::Error>;

/// What may be done at an address, and what a page of another origin may know of the answers.
const DOOR: &str = "POST, GET, HEAD, OPTIONS";
const STREAM: &str = "PATCH, DELETE, GET, HEAD, OPTIONS";
const OPEN: &[(&str, &str)] = &[
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "Location, ETag, Link, Accept-Post, Accept-Patch, Retry-After"),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// Whether a path belongs to this door.
pub fn is_stream(path: &str) -> bool {
    path.starts_with("/whip/") || path.starts_with("/whep/")
}

/// What goes with every answer of this door, refusals included.
pub fn add_headers<B>(response: &mut ServiceResponse<B>) {
    let status = response.status();
    let at_door = response.request().path().matches('/').count() == 2;
    let headers = response.headers_mut();
    set(headers, OPEN);
    match status {
        StatusCode::METHOD_NOT_ALLOWED => set(headers, &[("allow", if at_door { DOOR } else { STREAM })]),
        StatusCode::UNAUTHORIZED => set(headers, &[("www-authenticate", "Bearer")]),
        // There is no lesson yet, or no place: later there may be.
        StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE => set(headers, &[("retry-after", AGAIN)]),
        StatusCode::UNSUPPORTED_MEDIA_TYPE if at_door => set(headers, &[("accept-post", OFFER)]),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => set(headers, &[("accept-patch", FRAGMENT)]),
        _ => {}
    }
}

fn set(headers: &mut HeaderMap, values: &[(&'static str, &'static str)]) {
    for (name, value) in values {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// For browsers that ask first (CORS), and for programs that want to know what is taken.
fn options(methods: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("access-control-allow-methods", methods))
        .insert_header(("access-control-allow-headers", "Authorization, Content-Type, If-Match"))
        .insert_header(("access-control-max-age", "7200"))
        .insert_header((header::ALLOW, methods))
        .insert_header(("accept-post", OFFER))
        .insert_header(("accept-patch", FRAGMENT))
        .finish()
}

pub async fn options_of_door() -> HttpResponse {
    options(DOOR)
}

pub async fn options_of_stream() -> HttpResponse {
    options(STREAM)
}

/// There is nothing to be read here, and that is a success (RFC 9725, 4.1).
pub async fn nothing() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

pub async fn publish(request: HttpRequest, school: Data<School>, code: Path<String>, body: Body) -> Answer {
    open(&request, &school, &code, body, StreamKind::Publish).await
}

pub async fn view(request: HttpRequest, school: Data<School>, code: Path<String>, body: Body) -> Answer {
    open(&request, &school, &code, body, StreamKind::View).await
}

pub async fn amend_publisher(
    request: HttpRequest,
    school: Data<School>,
    path: Path<(String, String)>,
    body: Body,
) -> Answer {
    amend(&request, &school, &path, body, StreamKind::Publish).await
}

pub async fn amend_viewer(
    request: HttpRequest,
    school: Data<School>,
    path: Path<(String, String)>,
    body: Body,
) -> Answer {
    amend(&request, &school, &path, body, StreamKind::View).await
}

pub async fn close_publisher(request: HttpRequest, school: Data<School>, path: Path<(String, String)>) -> Answer {
    close(&request, &school, &path, StreamKind::Publish).await
}

pub async fn close_viewer(request: HttpRequest, school: Data<School>, path: Path<(String, String)>) -> Answer {
    close(&request, &school, &path, StreamKind::View).await
}

type Answer = Result<HttpResponse, ApiError>;

async fn open(request: &HttpRequest, school: &School, code: &str, body: Body, kind: StreamKind) -> Answer {
    let program = program(request, code)?;
    let offer = text(request, OFFER, body)?;
    if !accepts_answer(request) {
        return Err(Refusal::AcceptUnfit.into());
    }
    let (id, answered) = streams::open(school, program, kind, offer).await?;
    Ok(HttpResponse::Created()
        .content_type(OFFER)
        // Relative to this server, whatever its name is on the way.
        .insert_header((header::LOCATION, format!("{}/{id}", request.path())))
        .insert_header((header::ETAG, format!("\"{}\"", answered.ice.local_ufrag)))
        .insert_header(("accept-patch", FRAGMENT))
        .body(answered.sdp))
}

async fn amend(
    request: &HttpRequest,
    school: &School,
    (code, stream): &(String, String),
    body: Body,
    kind: StreamKind,
) -> Answer {
    let program = program(request, code)?;
    let id = stream_id(stream)?;
    let text = text(request, FRAGMENT, body)?;
    let fragment = SdpFragment::read(&text).map_err(|_| Refusal::FragmentBad)?;
    let tag = tag(request)?;
    Ok(match streams::amend(school, program, kind, id, tag, fragment.ufrag).await? {
        None => HttpResponse::NoContent().finish(),
        Some(answered) => HttpResponse::Ok()
            .content_type(FRAGMENT)
            .insert_header((header::ETAG, format!("\"{}\"", answered.ice.local_ufrag)))
            .body(answered.sdp),
    })
}

async fn close(request: &HttpRequest, school: &School, (code, stream): &(String, String), kind: StreamKind) -> Answer {
    streams::close(school, program(request, code)?, kind, stream_id(stream)?).await?;
    Ok(HttpResponse::Ok().finish())
}

fn program<'a>(request: &'a HttpRequest, code: &'a str) -> Result<Program<'a>, Refusal> {
    let secret = request::bearer(request).ok_or(Refusal::StreamKeyWrong)?;
    Ok(Program { code, secret, address: request::address(request) })
}

fn stream_id(text: &str) -> Result<StreamId, Refusal> {
    text.parse().map_err(|_| Refusal::StreamUnknown)
}

/// A body of this type, as text.
fn text(request: &HttpRequest, kind: &str, body: Body) -> Result<String, Refusal> {
    let given = header(request, &header::CONTENT_TYPE).and_then(|given| given.split(';').next());
    if !given.is_some_and(|given| given.trim().eq_ignore_ascii_case(kind)) {
        return Err(Refusal::ContentUnfit);
    }
    let body = body.map_err(|error| match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::BodyTooBig,
        _ => Refusal::BodyBad,
    })?;
    String::from_utf8(body.to_vec()).map_err(|_| Refusal::BodyBad)
}

fn accepts_answer(request: &HttpRequest) -> bool {
    let Some(accepted) = header(request, &header::ACCEPT) else { return true };
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        ["*/*", "application/*", OFFER].contains(&kind.as_str()) && !parts.any(|part| part.eq_ignore_ascii_case("q=0"))
    })
}

/// The ICE session that is meant; `None`: whichever there is.
fn tag(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    let given = header(request, &header::IF_MATCH).ok_or(Refusal::TagNeeded)?.trim();
    // RFC 9725 itself writes the star in quotes.
    if ["*", "\"*\""].contains(&given) {
        return Ok(None);
    }
    // Weak ones never match (RFC 9110, 13.1.1).
    let strong = given.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Ok(Some(strong.ok_or(Refusal::TagStale)?.to_owned()))
}

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

/// The addresses of a door: where one knocks, and where one then is.
const DOORS: [(&str, &str, &str, &str); 2] = [
    ("/whip/{code}", "/whip/{code}/{stream}", "Publishing (WHIP)", "Programs that speak in a lesson (RFC 9725)."),
    ("/whep/{code}", "/whep/{code}/{stream}", "Listening (WHEP)", "Programs that listen to a lesson."),
];

pub fn describe(api: &mut Description) {
    let program = [Refusal::StreamKeyOther, Refusal::CodeUnknown, Refusal::LessonEnded, Refusal::TooFast];
    let program = [&program[..], &[Refusal::TooManyGuesses, Refusal::NotLive, Refusal::OfferBad]].concat();
    for (door, stream, name, what) in DOORS {
        api.about(name, what);
        api.post(door, "Offer a stream")
            .with_stream_key()
            .takes_text(OFFER)
            .gives_text(201, OFFER, "The answer. `Location` is the stream's own address.")
            .refuses(
                &[&program[..], &[Refusal::AcceptUnfit, Refusal::OfferUnfit, Refusal::RoomFull, Refusal::Removed]]
                    .concat(),
            );
        api.patch(stream, "Add to what was offered")
            .with_stream_key()
            .header("If-Match", "The state that is meant, as `ETag` had it, or `*`.")
            .takes_text(FRAGMENT)
            .gives_text(200, FRAGMENT, "The answer, when ICE begins anew.")
            .gives_nothing(204, "It is added.")
            .refuses(
                &[&program[..], &[Refusal::StreamUnknown, Refusal::FragmentBad, Refusal::TagNeeded, Refusal::TagStale]]
                    .concat(),
            );
        api.delete(stream, "End the stream")
            .with_stream_key()
            .gives_nothing(200, "It has ended.")
            .refuses(&[&program[..], &[Refusal::StreamUnknown]].concat());
        for path in [door, stream] {
            let methods = "What may be done here, for pages of other origins too (CORS).";
            api.options(path, "Ask what may be done").at_root().gives_nothing(200, methods).refuses(&[]);
            api.get(path, "Read").at_root().gives_nothing(204, "There is nothing to be read.").refuses(&[]);
        }
    }
}
