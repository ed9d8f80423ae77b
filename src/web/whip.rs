//! WHIP (RFC 9725), with which programs publish, and WHEP (draft-ietf-wish-whep), with which they listen. Both work the same way:
//! POST sends an offer and gets the answer, PATCH adds to the offer, and DELETE ends the stream.
//!
//! Unlike everything else here, pages of any origin may call it: the stream key counts, and a cookie never does.

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
        streams::{self, ProgramRequest},
    },
    error::Refusal,
    ids::StreamId,
    media::transport::sdp::SdpFragment,
};

const OFFER: &str = "application/sdp";
const FRAGMENT: &str = "application/trickle-ice-sdpfrag";
/// After how many seconds a program should try again.
const AGAIN: &str = "5";

type Body = Result<Bytes, actix_web::Error>;

/// The methods of each kind of address, and the CORS headers.
const DOOR: &str = "POST, GET, HEAD, OPTIONS";
const STREAM: &str = "PATCH, DELETE, GET, HEAD, OPTIONS";
const OPEN: &[(&str, &str)] = &[
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "Location, ETag, Link, Accept-Post, Accept-Patch, Retry-After"),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// Whether a path is one of these.
pub fn is_stream(path: &str) -> bool {
    path.starts_with("/whip/") || path.starts_with("/whep/")
}

/// Adds the headers of every response here, refusals included.
pub fn add_headers<B>(response: &mut ServiceResponse<B>) {
    let status = response.status();
    let at_door = response.request().path().matches('/').count() == 2;
    let headers = response.headers_mut();
    set(headers, OPEN);
    match status {
        StatusCode::METHOD_NOT_ALLOWED => set(headers, &[("allow", if at_door { DOOR } else { STREAM })]),
        StatusCode::UNAUTHORIZED => set(headers, &[("www-authenticate", "Bearer")]),
        // No lesson yet, or no place: later there may be.
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

/// Answers CORS preflights, and programs that ask for the accepted media types.
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

/// A GET has no content, and that is a success (RFC 9725, 4.1).
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
        // A relative URL, which holds behind any proxy.
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
    Ok(match streams::amend(school, program, kind, id, tag, fragment.ice).await? {
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

fn program<'a>(request: &'a HttpRequest, code: &'a str) -> Result<ProgramRequest<'a>, Refusal> {
    let secret = request::bearer(request).ok_or(Refusal::StreamKeyWrong)?;
    Ok(ProgramRequest { code, secret, address: request::address(request) })
}

fn stream_id(text: &str) -> Result<StreamId, Refusal> {
    text.parse().map_err(|_| Refusal::StreamUnknown)
}

/// A body of this media type, as text.
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

/// The ICE session that `If-Match` names; `None`: the current one.
fn tag(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    let given = header(request, &header::IF_MATCH).ok_or(Refusal::TagNeeded)?.trim();
    // RFC 9725 itself writes the star in quotes.
    if ["*", "\"*\""].contains(&given) {
        return Ok(None);
    }
    // Weak tags never match (RFC 9110, 13.1.1).
    let strong = given.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Ok(Some(strong.ok_or(Refusal::TagStale)?.to_owned()))
}

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

/// For WHIP and WHEP: the endpoint, the resource of a stream, and their description.
const DOORS: [(&str, &str, &str, &str); 2] = [
    ("/whip/{code}", "/whip/{code}/{stream}", "Publishing (WHIP)", "Programs that speak in a lesson (RFC 9725)."),
    ("/whep/{code}", "/whep/{code}/{stream}", "Listening (WHEP)", "Programs that listen to a lesson."),
];

const OFFER_FAULTS: &[Refusal] = &[Refusal::OfferBad, Refusal::OfferPassive, Refusal::OfferFingerprint];

pub fn describe(api: &mut Description) {
    let program = [Refusal::StreamKeyOther, Refusal::CodeUnknown, Refusal::LessonEnded, Refusal::TooFast];
    let program = [&program[..], &[Refusal::TooManyGuesses, Refusal::NotLive], OFFER_FAULTS].concat();
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
