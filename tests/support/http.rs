//! HTTP clients of a school: a program that calls the API, and a person with a browser that keeps cookies.

use std::sync::Arc;

use reqwest::{
    Client, ClientBuilder, Method, RequestBuilder, StatusCode,
    cookie::{CookieStore, Jar},
    header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue},
    redirect::Policy,
};
use serde_json::{Value, json};

use super::{
    app::{PASSWORD, TestApp},
    timeouts::within,
};

/// A complete answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        within("an answer", async {
            let response = request.send().await.expect("the server answers");
            let (status, headers) = (response.status(), response.headers().clone());
            Self { status, headers, text: response.text().await.expect("a body") }
        })
        .await
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The code of a refusal by the API.
    pub fn refusal(&self) -> String {
        let body = self.json();
        assert_eq!(body["code"], self.status.as_u16(), "{}", self.text);
        body["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header is ASCII"))
    }

    pub fn redirect_target(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.header("location")
    }
}

/// A program that calls the API, signed in or not.
pub struct Api {
    pub client: Client,
    base: String,
    token: Option<String>,
}

impl Api {
    pub fn public(app: &TestApp) -> Self {
        Self { client: client(), base: app.url.clone(), token: None }
    }

    pub async fn of(app: &TestApp, username: &str) -> Self {
        Self::sign_in(app, username, PASSWORD).await
    }

    pub async fn sign_in(app: &TestApp, username: &str, password: &str) -> Self {
        let public = Self::public(app);
        let answer = public.post("/auth/local", json!({ "identifier": username, "password": password })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        Self { token: answer.json()["jwt"].as_str().map(str::to_owned), ..public }
    }

    /// A program with this token, whether it is valid or not.
    pub fn with(app: &TestApp, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::public(app) }
    }

    /// Its token.
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("it is signed in")
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    /// Plans a lesson with this title; returns the session.
    pub async fn plan(&self, title: &str) -> Value {
        let answer =
            self.post("/sessions", json!({ "sessionTitle": title, "dateTimeOfSession": "2030-01-07T09:00:00Z" })).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }
}

impl Api {
    /// Creates an experience with this title and one text.
    pub async fn prepare(&self, title: &str) -> Value {
        let content = json!([{ "kind": "text", "text": "Eight of them." }]);
        let answer = self.post("/experiences", json!({ "Title": title, "content": content })).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }
}

/// A person with a browser. It does not follow redirects.
pub struct Browser {
    client: Client,
    cookies: Arc<Jar>,
    base: String,
}

impl Browser {
    pub fn new(app: &TestApp) -> Self {
        Self::with_headers(app, HeaderMap::new())
    }

    /// A browser that asks for these languages.
    pub fn that_accepts(app: &TestApp, languages: &'static str) -> Self {
        let wish = (ACCEPT_LANGUAGE, HeaderValue::from_static(languages));
        Self::with_headers(app, [wish].into_iter().collect())
    }

    fn with_headers(app: &TestApp, headers: HeaderMap) -> Self {
        let cookies = Arc::<Jar>::default();
        let client = builder().redirect(Policy::none()).default_headers(headers);
        let client = client.cookie_provider(Arc::clone(&cookies)).build().expect("a client");
        Self { client, cookies, base: app.url.clone() }
    }

    /// All its cookies, as it would send them.
    pub fn cookies(&self) -> String {
        let url = self.base.parse().expect("an address");
        self.cookies.cookies(&url).map_or_else(String::new, |all| all.to_str().expect("ASCII").to_owned())
    }

    /// Stores this cookie.
    pub fn set_cookie(&self, cookie: &str) {
        self.cookies.add_cookie_str(cookie, &self.base.parse().expect("an address"));
    }

    pub async fn of(app: &TestApp, username: &str) -> Self {
        let browser = Self::new(app);
        let answer = browser.send("/signin", "/signin", &[("identifier", username), ("password", PASSWORD)]).await;
        assert!(answer.status.is_redirection(), "{}", answer.text);
        browser
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(format!("{}{path}", self.base)).header("accept", "text/html")).await
    }

    /// Fills in the form of `page`, with its hidden token, and sends it to `action`.
    pub async fn send(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        let token = form_token(&shown.text).unwrap_or_else(|| panic!("{page} has no form: {}", shown.text));
        let fields: Vec<_> = fields.iter().copied().chain([("form_token", token.as_str())]).collect();
        self.send_raw(action, &fields).await
    }

    /// Sends a form without a token.
    pub async fn send_raw(&self, action: &str, fields: &[(&str, &str)]) -> Answer {
        Answer::of(self.client.post(format!("{}{action}", self.base)).header("accept", "text/html").form(fields)).await
    }

    /// Uploads a file by a form, with its token before it.
    pub async fn upload(&self, action: &str, form_token: &str, name: &str, bytes: &[u8]) -> Answer {
        let request = self.client.post(format!("{}{action}", self.base)).header("accept", "text/html");
        Answer::of(super::files::form(request, &[("form_token", form_token)], &[(name, bytes)])).await
    }

    /// Uploads a file by a form with these fields before it.
    pub async fn upload_with(&self, action: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        let request = self.client.post(format!("{}{action}", self.base)).header("accept", "text/html");
        Answer::of(super::files::form(request, fields, &[(name, bytes)])).await
    }

    /// As [`Browser::send_raw`], from a page of this origin.
    pub async fn send_from(&self, action: &str, headers: &[(&'static str, &str)], fields: &[(&str, &str)]) -> Answer {
        let request = self.client.post(format!("{}{action}", self.base)).header("accept", "text/html").form(fields);
        Answer::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }

    /// As [`Browser::send_raw`], with this cookie.
    pub async fn send_with_cookie(&self, action: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let client = client();
        Answer::of(client.post(format!("{}{action}", self.base)).header("cookie", cookie).form(fields)).await
    }

    /// Calls the API as a page of this server would, or of another origin.
    pub async fn call(&self, method: Method, path: &str, origin: Option<&str>, body: Value) -> Answer {
        let request = self.client.request(method, format!("{}{path}", self.base)).json(&body);
        Answer::of(match origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        })
        .await
    }
}

/// The hidden field of the first form.
pub fn form_token(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("name=\"form_token\" value=\"")?;
    rest.split_once('"').map(|(token, _)| token.to_owned())
}

/// A client for servers with plain HTTP. It does not load the machine's trusted certificates, because that takes longer than most
/// requests.
pub fn builder() -> ClientBuilder {
    lyceum::outbound::tls::install_crypto_provider();
    Client::builder().tls_certs_only([])
}

/// A client of [`builder`] that does not follow redirects.
pub fn client() -> Client {
    builder().redirect(Policy::none()).build().expect("a client")
}
