//! Extractors: who asks, and the input. A handler that takes one of these gets it checked.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    cookie::Cookie,
    dev::Payload,
    http::{Method, StatusCode, header},
    web::{Bytes, Data, Query},
};
use minijinja::{Value, context};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    changes::begin_change,
    errors::{ApiError, PageError},
    flash::{self, Done, Flash},
    language,
    redirect::see_other,
    render, request,
};
use crate::{
    access::{IdempotencyKey, Identity, SchoolAct, SignUpPolicy, allows, idempotency::KEY_LIMIT},
    clock,
    domain::{School, logins},
    error::{Failure, Refusal},
    texts::Language,
};

mod input;
mod path;

pub use input::{ApiQuery, Json};
pub use path::{group_id, group_student_id, person_id, session_id, student_id};

/// The largest body of a form or of a JSON request, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

const FORM_COOKIE: &str = "lyceum_form";

type Pending<T, E> = Pin<Box<dyn Future<Output = Result<T, E>>>>;

fn school(request: &HttpRequest) -> Data<School> {
    request.app_data::<Data<School>>().expect("routes::configure gives every door its school").clone()
}

/// Who calls the API, if they are signed in: by `Authorization`, or by the login cookie, which counts for a change only when one
/// of our pages sent the request.
pub struct Caller(pub Option<Identity>);

/// Who calls the API. A request without a login is refused.
pub struct SignedIn(pub Identity);

impl SignedIn {
    /// The caller, with the idempotency key of a request with this body.
    pub fn once<T>(&self, body: &Json<T>) -> Identity {
        let once = self.0.once.clone().map(|key| key.for_request(&body.1));
        Identity { once, ..self.0.clone() }
    }
}

/// The idempotency key of a request to the API, which may be under `/api` or not.
fn api_key(request: &HttpRequest, by: &Identity) -> Result<Option<IdempotencyKey>, Refusal> {
    let Some(header) = request.headers().get("idempotency-key").filter(|_| request.method() == Method::POST) else {
        return Ok(None);
    };
    // The draft of the standard has it in quotation marks.
    let key = header.to_str().map_err(|_| Refusal::KeyBad)?.trim().trim_matches('"');
    if !(1..=KEY_LIMIT).contains(&key.len()) {
        return Err(Refusal::KeyBad);
    }
    let path = request.path();
    let place = path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    Ok(Some(IdempotencyKey::new(by.person.as_uuid(), place, key)))
}

async fn caller(request: HttpRequest) -> Result<Option<Identity>, Failure> {
    let school = school(&request);
    if let Some(token) = request::bearer(&request) {
        let known = logins::identify(&school, token).await?.ok_or(Refusal::SignInNeeded)?;
        begin_change(&request, &known).await?;
        return Ok(Some(Identity { from: Some(request::address(&request)), ..known }));
    }
    if request::sent_cookie(&request, request::LOGIN_COOKIE).is_none() {
        return Ok(None);
    }
    let changes = ![Method::GET, Method::HEAD].contains(request.method());
    if changes && !request::is_ours(&request) {
        return Err(Refusal::OriginForeign.into());
    }
    by_cookie(&request).await
}

/// The identity behind the login cookie. A renewed cookie goes with the response (`headers::secure`).
async fn by_cookie(request: &HttpRequest) -> Result<Option<Identity>, Failure> {
    let Some(cookie) = request::sent_cookie(request, request::LOGIN_COOKIE) else { return Ok(None) };
    let school = school(request);
    let Some(shown) = logins::by_cookie(&school, &cookie).await? else { return Ok(None) };
    begin_change(request, &shown.identity).await?;
    if let Some(chosen) = shown.language {
        language::use_profile(request, chosen);
    }
    if let Some(login) = shown.renewed {
        let cookie = request::login_cookie(request, login.cookie(&school), login.expires);
        request.extensions_mut().insert(Renewed(cookie));
    }
    Ok(Some(Identity { from: Some(request::address(request)), ..shown.identity }))
}

/// A renewed login cookie, which replaces the one of the request.
pub struct Renewed(pub Cookie<'static>);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Pending<Self, ApiError>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(caller(request).await?)) })
    }
}

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = Pending<Self, ApiError>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let identity = caller(request.clone()).await?.ok_or(Refusal::SignInNeeded)?;
            let once = api_key(&request, &identity)?;
            Ok(Self(Identity { once, ..identity }))
        })
    }
}

/// The request of a page: who asks, and what the page needs to render.
pub struct PageContext {
    pub identity: Option<Identity>,
    pub request: HttpRequest,
    form_cookie: String,
    fresh_form_cookie: bool,
    flash: Option<Flash>,
}

impl FromRequest for PageContext {
    type Error = PageError;
    type Future = Pending<Self, PageError>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            refuse_foreign(&request)?;
            let identity = by_cookie(&request).await?;
            let form_cookie = form_cookie(&request);
            Ok(Self {
                identity,
                fresh_form_cookie: form_cookie.is_none(),
                form_cookie: form_cookie.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string()),
                flash: Flash::of(&request),
                request,
            })
        })
    }
}

/// Refuses a change that a page of another origin asks for.
fn refuse_foreign(request: &HttpRequest) -> Result<(), Refusal> {
    let changes = ![Method::GET, Method::HEAD].contains(request.method());
    if changes && request::is_foreign(request) { Err(Refusal::OriginForeign) } else { Ok(()) }
}

/// What a form's token is for: this browser, this login, and this origin. A cookie alone can come from a neighbour in the domain.
fn form_binding(request: &HttpRequest, form_cookie: &str) -> String {
    let login = request::sent_cookie(request, request::LOGIN_COOKIE);
    let login = login.and_then(|cookie| school(request).keys.read_cookie(&cookie, clock::now()));
    let login = login.map_or_else(|| "nobody".to_owned(), |claims| claims.jti.to_string());
    format!("{form_cookie} {login} {}", request::origin(request))
}

fn form_cookie(request: &HttpRequest) -> Option<String> {
    let is_token = |value: &String| value.len() == 32 && value.bytes().all(|b| b.is_ascii_hexdigit());
    request::sent_cookie(request, FORM_COOKIE).filter(is_token)
}

impl PageContext {
    /// The signed-in person, for a page that needs one.
    ///
    /// # Errors
    /// [`PageError::SignIn`], which leads to the sign-in page and back.
    pub fn identity(&self) -> Result<&Identity, PageError> {
        self.identity.as_ref().ok_or_else(|| {
            let here = self.request.uri().path_and_query().map_or("/", |path| path.as_str());
            PageError::SignIn(if self.request.method() == Method::POST { String::new() } else { here.to_owned() })
        })
    }

    /// Checks the hidden token of a form: it must be the one that this browser got.
    ///
    /// # Errors
    /// [`Refusal::FormStale`].
    pub fn check(&self, form_token: Option<&str>) -> Result<(), Refusal> {
        let keys = &school(&self.request).keys;
        let binding = form_binding(&self.request, &self.form_cookie);
        let ours = |token: &str| !self.fresh_form_cookie && keys.is_form_token(&binding, token);
        if form_token.is_some_and(ours) { Ok(()) } else { Err(Refusal::FormStale) }
    }

    /// The language of the page.
    pub fn language(&self) -> Language {
        language::of(&self.request)
    }

    /// The sentence of a refusal, in the language of the page.
    pub fn refusal_text(&self, refusal: Refusal) -> String {
        self.language().refusal(refusal)
    }

    /// The token of the forms on the page.
    pub fn form_token(&self) -> String {
        school(&self.request).keys.form_token(&form_binding(&self.request, &self.form_cookie))
    }

    /// The signed-in person, with the idempotency key of the form.
    ///
    /// # Errors
    /// As [`Self::identity`].
    pub fn identity_once(&self) -> Result<Identity, PageError> {
        let identity = self.identity()?;
        Ok(Identity { once: self.once(identity.person.as_uuid()), ..identity.clone() })
    }

    /// The idempotency key of the form of someone without an account.
    pub fn once_of_stranger(&self) -> Option<IdempotencyKey> {
        self.once(IdempotencyKey::owner_by_cookie(&self.form_cookie))
    }

    /// A form that was changed since is another form, even if its page and so its key are the same.
    fn once(&self, owner: uuid::Uuid) -> Option<IdempotencyKey> {
        let extensions = self.request.extensions();
        let sent = extensions.get::<SentForm>()?;
        Some(IdempotencyKey::new(owner, self.request.path(), &sent.key).for_thing([&*sent.body]))
    }

    /// The path of this page, for links back to it; the front page for a request that is not a GET.
    fn here(&self) -> &str {
        let read = [Method::GET, Method::HEAD].contains(self.request.method());
        let path = self.request.uri().path_and_query().map(|path| path.as_str()).filter(|_| read);
        path.and_then(request::local_path).unwrap_or("/")
    }

    /// Renders a template with `context`, the person who asks, the token of its forms, and the flash sentence.
    pub fn page(&self, status: StatusCode, template: &str, context: Value) -> HttpResponse {
        let language = self.language();
        let me = self.identity.as_ref().map(|identity| {
            let plans = allows(Some(identity.role), SchoolAct::PlanSessions);
            let administers = allows(Some(identity.role), SchoolAct::ManagePeople);
            context! { name => identity.name.as_str(), role => identity.role.as_str(), plans, administers }
        });
        let flash = self.flash.map(|flash| {
            context! { sentence => flash.sentence(language), refused => matches!(flash, Flash::Refused(_)) }
        });
        let school = school(&self.request);
        let settings = school.current_settings();
        let offered = settings.offered();
        let languages: Vec<_> = offered.iter().map(|one| context! { code => one.code(), name => one.name() }).collect();
        let own_pages = [
            ("/help", "school-help", &settings.help_text),
            ("/privacy", "school-privacy", &settings.privacy_text),
            ("/contact", "school-contact", &settings.contact_text),
        ];
        let own_pages = own_pages.iter().filter(|(.., text)| !text.is_empty());
        let own_pages: Vec<_> =
            own_pages.map(|(to, name, _)| context! { to => *to, name => language.text(name) }).collect();
        let form_token = self.form_token();
        let around = context! {
            me, flash, form_token, idempotency_key => uuid::Uuid::new_v4().simple().to_string(), languages, own_pages, may_sign_up => settings.sign_up_policy() != SignUpPolicy::Invitation,
             school => school.name(), here => self.here(), path => self.request.path(),
        };
        let mut response = render::page(language, status, template, context! { ..context, ..around });
        if self.fresh_form_cookie {
            let cookie = self.cookie(FORM_COOKIE, self.form_cookie.clone());
            response.add_cookie(&cookie).expect("a cookie of ours is a header's value");
        }
        if self.flash.is_some() {
            let mut gone = self.cookie(flash::COOKIE, String::new());
            gone.make_removal();
            response.add_cookie(&gone).expect("a cookie of ours is a header's value");
        }
        response
    }

    /// After a form: redirects to another page, which shows that it was done.
    pub fn go(&self, to: &str, done: Done) -> HttpResponse {
        self.leave(to, Flash::Done(done))
    }

    /// After a script's request: the page that it loads next shows that it was done.
    pub fn done(&self, done: Done) -> HttpResponse {
        let cookie = Flash::Done(done).cookie(&self.request);
        HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).cookie(cookie).finish()
    }

    /// After a refused form without fields to show again: redirects to the page with the button, which shows the refusal.
    ///
    /// # Errors
    /// A failure that is not a refusal.
    pub fn go_refused(&self, to: &str, failure: Failure) -> Result<HttpResponse, PageError> {
        match failure {
            Failure::Refused(refusal) => Ok(self.leave(to, Flash::Refused(refusal))),
            fault => Err(fault.into()),
        }
    }

    /// After a form: redirects back to its page, which shows the result. After a refusal in `no_page` there is no such page.
    ///
    /// # Errors
    /// One of `no_page`, or a failure that is not a refusal.
    pub fn back<T>(
        &self,
        page: &str,
        went: Result<T, Failure>,
        done: Done,
        no_page: &[Refusal],
    ) -> Result<HttpResponse, PageError> {
        match went {
            Ok(_) => Ok(self.go(page, done)),
            Err(Failure::Refused(refusal)) if no_page.contains(&refusal) => Err(Failure::Refused(refusal).into()),
            Err(failure) => self.go_refused(page, failure),
        }
    }

    fn leave(&self, to: &str, flash: Flash) -> HttpResponse {
        see_other(to).cookie(flash.cookie(&self.request)).finish()
    }

    /// A cookie of this server that lasts until the browser closes.
    pub fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        request::cookie(&self.request, name, value)
    }
}

/// A form from one of our pages: its hidden token matches the browser's cookie.
pub struct Form<T>(pub T);

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    form_token: String,
    #[serde(default)]
    idempotency_key: String,
}

/// A form with an idempotency key, as it was sent.
struct SentForm {
    key: String,
    body: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = PageError;
    type Future = Pending<Self, PageError>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, body) = (request.clone(), Bytes::from_request(request, payload));
        Box::pin(async move {
            let body = self::body(body.await)?;
            let text = std::str::from_utf8(&body).map_err(|_| Refusal::BodyBad)?;
            let token = Query::<Token>::from_query(text).map_err(|_| Refusal::BodyBad)?.into_inner();
            let cookie = form_cookie(&request).ok_or(Refusal::FormStale)?;
            if !school(&request).keys.is_form_token(&form_binding(&request, &cookie), &token.form_token) {
                return Err(Refusal::FormStale.into());
            }
            if (1..=KEY_LIMIT).contains(&token.idempotency_key.len()) {
                let sent = SentForm { key: token.idempotency_key, body: body.clone() };
                request.extensions_mut().insert(sent);
            }
            Ok(Self(Query::<T>::from_query(text).map_err(|_| Refusal::BodyBad)?.into_inner()))
        })
    }
}

fn body(read: Result<Bytes, actix_web::Error>) -> Result<Bytes, Refusal> {
    let body = read.map_err(|error| match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::BodyTooBig,
        _ => Refusal::BodyBad,
    })?;
    if body.len() > BODY_LIMIT { Err(Refusal::BodyTooBig) } else { Ok(body) }
}
