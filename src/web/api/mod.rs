//! The JSON API: the paths, field names and responses of the designs that it serves.

pub mod accounts;
pub mod calendar;
pub mod codes;
pub mod compat;
pub mod docs;
pub mod experiences;
pub mod files;
pub mod group_lessons;
pub mod group_students;
pub mod groups;
pub mod hand_ins;
pub mod health;
pub mod invitations;
pub mod kept;
pub mod kept_boards;
pub mod kept_polls;
pub mod live;
pub mod members;
pub mod office;
pub mod own_lessons;
pub mod paths;
pub mod people;
pub mod progress;
pub mod recovery;
pub mod registration;
pub mod sessions;
pub mod sign_in_links;
pub mod slides;
pub mod stream_keys;
pub mod user;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use actix_web::{HttpRequest, HttpResponse, http::header};

use super::request;
use crate::{
    domain::{School, accounts as signing},
    error::{Failure, Refusal},
};

/// The plain answer of a success: `{"code": 0, "message": "..."}`.
#[derive(Serialize, ToSchema)]
pub struct CodeMessage {
    pub code: u16,
    pub message: &'static str,
}

impl CodeMessage {
    pub fn of(message: &'static str) -> Self {
        Self { code: 0, message }
    }
}

/// Someone whom a mail is for, by whatever a client knows of them.
#[derive(Deserialize, ToSchema)]
pub struct Whom {
    email: Option<String>,
    identifier: Option<String>,
    id: Option<String>,
}

impl Whom {
    /// Empty when nothing was said.
    pub fn identifier(&self) -> &str {
        let known = self.email.as_ref().or(self.identifier.as_ref()).or(self.id.as_ref());
        known.map_or("", String::as_str)
    }
}

/// Deserialises a field that is present, so that an absent field differs from `null`.
pub fn present<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Signs the sender in.
///
/// # Errors
/// As [`signing::sign_in`].
async fn sign_in(
    request: &HttpRequest,
    school: &School,
    identifier: &str,
    password: String,
) -> Result<signing::SignedIn, Failure> {
    let (source, known) = (request::sign_in_source(request), request::known_browser(request));
    signing::sign_in(school, source, known.as_deref(), identifier, password).await
}

/// How many entries of a list to skip. It fits an int32, as the description says.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(try_from = "u32")]
pub struct Offset(pub u32);

impl TryFrom<u32> for Offset {
    type Error = String;

    fn try_from(offset: u32) -> Result<Self, String> {
        let most = i32::MAX.cast_unsigned();
        if offset <= most { Ok(Self(offset)) } else { Err(format!("expected a number up to {most}")) }
    }
}

/// A page of a list. If there is more, the header `Link` has the URL of the next page (RFC 8288).
fn listed<T: Serialize>(request: &HttpRequest, offset: u32, list: &[T], more: bool) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if more {
        let asked = form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "offset");
        let next = u64::from(offset) + list.len() as u64;
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(asked)
            .append_pair("offset", &next.to_string())
            .finish();
        response.insert_header((header::LINK, format!("<{}?{query}>; rel=\"next\"", request.path())));
    }
    response.json(list)
}

/// The description of a list in pages.
fn in_pages(what: &str, most: usize) -> String {
    format!("{what} {most} at most; where there are more, the header `Link` says at which address (`rel=\"next\"`).")
}

/// The refusals of a sign-in.
const SIGN_IN_REFUSALS: &[Refusal] =
    &[Refusal::SignInWrong, Refusal::Blocked, Refusal::Unconfirmed, Refusal::TooManySignIns, Refusal::Busy];
/// The refusals of a name.
const NAME_REFUSALS: &[Refusal] = &[Refusal::NameEmpty, Refusal::NameTooLong, Refusal::NameBad];
/// The refusals of a new password.
const PASSWORD_REFUSALS: &[Refusal] = &[Refusal::PasswordTooShort, Refusal::PasswordTooLong, Refusal::PasswordCommon];
