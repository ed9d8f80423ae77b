//! What a request says about its sender: address, scheme, cookies, and whether one of our pages sent it.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{
    HttpRequest,
    cookie::{
        Cookie, SameSite,
        time::{Duration, OffsetDateTime},
    },
    http::header::{self, HeaderName},
    web::Data,
};

use super::Door;
use crate::{clock::Time, domain::password_attempts::KNOWN};

/// The cookie that holds a login's token.
pub const LOGIN_COOKIE: &str = "lyceum_login";
/// The cookie of a known browser: one in which a person has signed in before (docs/adr/0027).
const KNOWN_COOKIE: &str = "lyceum_known";

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

/// A header of our proxy.
pub fn forwarded<'r>(request: &'r HttpRequest, name: &'static str) -> Option<&'r str> {
    let door = request.app_data::<Data<Door>>()?;
    if !door.trust_proxy {
        return None;
    }
    // The last value is the nearest proxy's. Anyone may have written the ones before it.
    let last = request.headers().get_all(name).last()?.to_str().ok()?;
    last.rsplit(',').next().map(str::trim)
}

/// The client's address.
pub fn address(request: &HttpRequest) -> IpAddr {
    let peer = || request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    forwarded(request, "x-forwarded-for").and_then(|last| last.parse().ok()).unwrap_or_else(peer)
}

/// Whether the browser uses TLS, with us or with our proxy.
pub fn is_secure(request: &HttpRequest) -> bool {
    base_url(request).starts_with("https:")
}

/// The beginning of a link to this server.
pub fn base_url(request: &HttpRequest) -> String {
    let door = request.app_data::<Data<Door>>();
    if let Some(url) = door.and_then(|door| door.public_url.as_deref()) {
        return url.trim_end_matches('/').to_owned();
    }
    let secure = request.app_config().secure() || forwarded(request, "x-forwarded-proto") == Some("https");
    let scheme = if secure { "https" } else { "http" };
    // An invalid host could make a link that leads elsewhere.
    let host = header(request, &header::HOST).filter(|host| {
        !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    });
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

/// Whether one of our pages sent the request: by `Origin` or, if the browser leaves it out, by `Sec-Fetch-Site`.
pub fn is_ours(request: &HttpRequest) -> bool {
    if let Some(origin) = request.headers().get(header::ORIGIN) {
        let Ok(origin) = origin.to_str() else { return false };
        let host = origin.split_once("://").map(|(_, host)| host);
        return origin.eq_ignore_ascii_case(&base_url(request))
            || host.is_some_and(|host| {
                header(request, &header::HOST).is_some_and(|ours| ours.eq_ignore_ascii_case(host))
            });
    }
    matches!(header(request, &HeaderName::from_static("sec-fetch-site")), Some("same-origin" | "none"))
}

/// The token of an `Authorization: Bearer` header. One of the other designs leaves the scheme out.
pub fn bearer(request: &HttpRequest) -> Option<&str> {
    match header(request, &header::AUTHORIZATION)?.trim().split_once(' ') {
        Some((scheme, token)) => scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()),
        None => header(request, &header::AUTHORIZATION),
    }
}

/// The cookie of a login, until it expires.
pub fn login_cookie(request: &HttpRequest, value: String, expires: Time) -> Cookie<'static> {
    let mut cookie = cookie(request, LOGIN_COOKIE, value);
    cookie.set_expires(OffsetDateTime::from_unix_timestamp(expires.timestamp()).ok());
    cookie
}

/// The token of a known browser.
pub fn known_browser(request: &HttpRequest) -> Option<String> {
    request.cookie(KNOWN_COOKIE).map(|cookie| cookie.value().to_owned())
}

/// The cookie of a known browser.
pub fn known_cookie(request: &HttpRequest, value: String) -> Cookie<'static> {
    let mut cookie = cookie(request, KNOWN_COOKIE, value);
    cookie.set_max_age(Duration::days(KNOWN.num_days()));
    cookie
}

/// A cookie of this server that lasts until the browser closes.
pub fn cookie(request: &HttpRequest, name: &'static str, value: String) -> Cookie<'static> {
    let cookie = Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax);
    cookie.secure(is_secure(request)).finish()
}

/// Whether the response should be a page rather than JSON.
pub fn wants_page(request: &HttpRequest) -> bool {
    !request.path().starts_with("/api/")
        && header(request, &header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}

/// A path of this server, from a form or a query; `None` for anything that could lead elsewhere.
pub fn local_path(text: &str) -> Option<&str> {
    let fine = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= 500
        && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    fine.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn door(trust_proxy: bool) -> Data<Door> {
        Data::new(Door { public_url: None, trust_proxy })
    }

    fn asked(trust_proxy: bool) -> TestRequest {
        TestRequest::default().app_data(door(trust_proxy)).peer_addr("192.0.2.1:5000".parse().expect("an address"))
    }

    #[test]
    fn only_the_nearest_proxy_is_believed_and_only_when_told() {
        let chain = ("x-forwarded-for", "6.6.6.6, 203.0.113.9");
        let believed = asked(true).insert_header(chain).to_http_request();
        assert_eq!(address(&believed).to_string(), "203.0.113.9");
        let not = asked(false).insert_header(chain).to_http_request();
        assert_eq!(address(&not).to_string(), "192.0.2.1");
    }

    #[test]
    fn a_page_of_ours_is_known_by_its_origin() {
        let from = |name: &'static str, value: &'static str| {
            let request =
                asked(false).insert_header((header::HOST, "school.example:8080")).insert_header((name, value));
            is_ours(&request.to_http_request())
        };
        assert!(from("origin", "http://school.example:8080"));
        assert!(from("sec-fetch-site", "same-origin"));
        assert!(!from("origin", "http://evil.example"));
        assert!(!from("origin", "null"));
        assert!(!from("origin", "http://school.example:8080.evil.example"));
        assert!(!from("sec-fetch-site", "cross-site"));
        assert!(!from("x-nothing", "same-origin"));
    }

    #[test]
    fn a_way_on_stays_on_this_server() {
        for fine in ["/", "/join/AB29Z", "/dashboard?x=1#y"] {
            assert_eq!(local_path(fine), Some(fine));
        }
        for elsewhere in [
            "",
            "join",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "/a b",
            "/\t/evil.example",
        ] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
