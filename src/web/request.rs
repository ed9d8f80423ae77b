//! What a request says about its sender: address, scheme, cookies, and whether one of our pages sent it.

use std::{
    borrow::Cow,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use actix_web::{
    HttpRequest,
    cookie::{
        Cookie, SameSite,
        time::{Duration, OffsetDateTime},
    },
    http::header::{self, HeaderName},
    web::Data,
};

use super::{Door, user_agent};
use crate::{
    clock::Time,
    domain::{logins::SignInSource, password_attempts::KNOWN},
};

/// The cookie that holds a login's token.
pub const LOGIN_COOKIE: &str = "lyceum_login";
/// The cookie of a known browser: one in which a person has signed in before (docs/adr/0027).
const KNOWN_COOKIE: &str = "lyceum_known";

/// What a connection with TLS is marked with.
pub struct Encrypted;

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

fn trusts_proxy(request: &HttpRequest) -> bool {
    request.app_data::<Data<Door>>().is_some_and(|door| door.trust_proxy)
}

fn has_port(host: &str) -> bool {
    without_port(host).len() < host.len()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    }
}

/// A header of our proxy.
pub fn forwarded<'r>(request: &'r HttpRequest, name: &'static str) -> Option<&'r str> {
    if !trusts_proxy(request) {
        return None;
    }
    // The last value is the nearest proxy's. Anyone may have written the ones before it.
    let last = request.headers().get_all(name).last()?.to_str().ok()?;
    last.rsplit(',').next().map(str::trim)
}

/// The client's address. A proxy sets one of two headers, and a client may have set the other: if they disagree, neither counts.
pub fn address(request: &HttpRequest) -> IpAddr {
    let peer = || request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let named = forwarded(request, "x-forwarded-for").map(node_address);
    let standard = forwarded(request, "forwarded").and_then(|last| parameter(last, "for")).map(node_address);
    let told = match (named, standard) {
        (Some(named), Some(standard)) => named.filter(|named| standard == Some(*named)),
        (named, standard) => named.or(standard).flatten(),
    };
    told.unwrap_or_else(peer)
}

/// An address as proxies write it: with a port or without, an IPv6 address in brackets or not (RFC 7239, 6).
fn node_address(text: &str) -> Option<IpAddr> {
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).or_else(bare)
}

/// A parameter of one element of a `Forwarded` header (RFC 7239, 4), without its quotation marks.
fn parameter<'r>(element: &'r str, name: &str) -> Option<&'r str> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let found = pairs.into_iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim().trim_matches('"'))
}

/// The name of one of our cookies. With TLS it has a prefix: browsers take such a cookie only from this host itself, so that a
/// neighbour in the domain cannot replace it (RFC 6265bis, 4.1.3).
pub fn cookie_name(request: &HttpRequest, name: &'static str) -> Cow<'static, str> {
    if is_secure(request) { format!("__Host-{name}").into() } else { name.into() }
}

/// The value of one of our cookies that the browser sent. Cookies of others may hold any bytes.
pub fn sent_cookie(request: &HttpRequest, name: &'static str) -> Option<String> {
    let name = cookie_name(request, name);
    let cookies = request.headers().get_all(header::COOKIE);
    let mut pairs = cookies.flat_map(|cookies| cookies.as_bytes().split(|byte| *byte == b';')).map(<[u8]>::trim_ascii);
    let value = pairs.find_map(|pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="))?;
    String::from_utf8(value.to_vec()).ok()
}

/// Where a sign-in comes from.
pub fn sign_in_source(request: &HttpRequest) -> SignInSource {
    let device = header(request, &header::USER_AGENT).and_then(user_agent::in_words);
    SignInSource { address: address(request), device }
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
    let standard = || forwarded(request, "forwarded").and_then(|last| parameter(last, "proto"));
    let proto = forwarded(request, "x-forwarded-proto").or_else(standard);
    let secure = request.conn_data::<Encrypted>().is_some() || proto == Some("https");
    let scheme = if secure { "https" } else { "http" };
    // An invalid host could make a link that leads elsewhere.
    let host = header(request, &header::HOST).filter(|host| {
        !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    });
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

/// Whether a browser says that a page of another origin sent the request. A neighbour in our domain is another origin, too.
pub fn is_foreign(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let says = headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site");
    says && !is_ours(request)
}

/// This server's origin as the browser knows it: its scheme, host and port.
pub fn origin(request: &HttpRequest) -> String {
    let base = base_url(request).to_ascii_lowercase();
    let default = if base.starts_with("https:") { ":443" } else { ":80" };
    base.strip_suffix(default).unwrap_or(&base).to_owned()
}

/// Whether one of our pages sent the request: by `Origin` or, if the browser leaves it out, by `Sec-Fetch-Site`.
pub fn is_ours(request: &HttpRequest) -> bool {
    if let Some(origin) = request.headers().get(header::ORIGIN) {
        let Some((scheme, host)) = origin.to_str().ok().and_then(|origin| origin.split_once("://")) else {
            return false;
        };
        let port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
        let same = |ours: &str, theirs: &str| {
            let bare = |host: &str| host.strip_suffix(port).unwrap_or(host).to_ascii_lowercase();
            bare(ours) == bare(theirs)
        };
        let base = base_url(request);
        let is_base =
            base.split_once("://").is_some_and(|(ours, at)| ours.eq_ignore_ascii_case(scheme) && same(at, host));
        return is_base
            || header(request, &header::HOST).is_some_and(|ours| {
                // Some proxies leave the port out of `Host`.
                let lacks_port = trusts_proxy(request) && !has_port(ours);
                same(ours, host) || lacks_port && same(ours, without_port(host))
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
    sent_cookie(request, KNOWN_COOKIE)
}

/// The cookie of a known browser.
pub fn known_cookie(request: &HttpRequest, value: String) -> Cookie<'static> {
    let mut cookie = cookie(request, KNOWN_COOKIE, value);
    cookie.set_max_age(Duration::days(KNOWN.num_days()));
    cookie
}

/// A cookie of this server that lasts until the browser closes.
pub fn cookie(request: &HttpRequest, name: &'static str, value: String) -> Cookie<'static> {
    let cookie = Cookie::build(cookie_name(request, name), value).path("/").http_only(true).same_site(SameSite::Lax);
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
    fn a_proxys_address_may_have_a_port_and_brackets() {
        let told = |name: &'static str, value: &'static str| {
            address(&asked(true).insert_header((name, value)).to_http_request()).to_string()
        };
        for (value, client) in [
            ("203.0.113.9:17085", "203.0.113.9"),
            ("[2001:db8::7]:4711", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
            ("unknown", "192.0.2.1"),
            ("_hidden", "192.0.2.1"),
        ] {
            assert_eq!(told("x-forwarded-for", value), client, "{value}");
        }
        assert_eq!(told("forwarded", "for=6.6.6.6, for=\"[2001:db8::7]:4711\";proto=https"), "2001:db8::7");
        assert_eq!(told("forwarded", "proto=https; For=203.0.113.9"), "203.0.113.9");
        let both = |standard: &'static str| {
            let request =
                asked(true).insert_header(("x-forwarded-for", "203.0.113.9")).insert_header(("forwarded", standard));
            address(&request.to_http_request()).to_string()
        };
        assert_eq!(both("for=203.0.113.9:5"), "203.0.113.9");
        assert_eq!(both("for=6.6.6.6"), "192.0.2.1", "one of them is the client's invention");
        let secure = asked(true).insert_header(("forwarded", "for=203.0.113.9;proto=https"));
        assert!(is_secure(&secure.to_http_request()));
    }

    #[test]
    fn cookies_of_others_may_hold_any_bytes() {
        let raw =
            header::HeaderValue::from_bytes(b"flag; other=\xe9; lyceum_known=abc; xlyceum_known=no").expect("bytes");
        let request = asked(false).insert_header((header::COOKIE, raw)).to_http_request();
        assert_eq!(known_browser(&request).as_deref(), Some("abc"));
        assert_eq!(sent_cookie(&request, "other"), None);
        assert_eq!(sent_cookie(&request, "flag"), None);
    }

    #[test]
    fn a_page_of_ours_is_known_with_its_port_or_without() {
        let from = |trust: bool, host: &'static str, origin: &'static str| {
            let request = asked(trust).insert_header((header::HOST, host)).insert_header((header::ORIGIN, origin));
            is_ours(&request.to_http_request())
        };
        assert!(from(false, "school.example:443", "https://school.example"));
        assert!(from(false, "school.example", "https://school.example:443"));
        assert!(from(false, "SCHOOL.example:80", "http://school.example"));
        assert!(!from(false, "school.example:443", "http://school.example"));
        assert!(!from(false, "school.example", "https://school.example:8443"));
        assert!(from(true, "school.example", "https://school.example:8443"), "the proxy has left the port out");
        assert!(from(true, "[2001:db8::7]", "https://[2001:db8::7]:8443"));
        assert!(!from(true, "school.example", "https://school.example.evil.example:8443"));
        assert!(!from(true, "school.example:8443", "https://school.example:9443"));
    }

    #[test]
    fn with_tls_our_cookies_are_of_this_host_alone() {
        let tls = || asked(true).insert_header(("x-forwarded-proto", "https"));
        let both = "lyceum_login=tossed; __Host-lyceum_login=ours";
        let request = tls().insert_header((header::COOKIE, both)).to_http_request();
        assert_eq!(sent_cookie(&request, LOGIN_COOKIE).as_deref(), Some("ours"));
        let tossed = tls().insert_header((header::COOKIE, "lyceum_login=tossed")).to_http_request();
        assert_eq!(sent_cookie(&tossed, LOGIN_COOKIE), None);
        let set = cookie(&request, LOGIN_COOKIE, "x".to_owned()).to_string();
        assert!(set.starts_with("__Host-lyceum_login=x;") && set.contains("Secure") && set.contains("Path=/"), "{set}");
        assert!(!set.contains("Domain"), "{set}");
        let plain = asked(false).insert_header((header::COOKIE, both)).to_http_request();
        assert_eq!(
            sent_cookie(&plain, LOGIN_COOKIE).as_deref(),
            Some("tossed"),
            "without TLS there is no such protection"
        );
    }

    #[test]
    fn a_neighbour_in_the_domain_is_foreign() {
        let from = |name: &'static str, value: &'static str| {
            is_foreign(
                &asked(false)
                    .insert_header((header::HOST, "school.example"))
                    .insert_header((name, value))
                    .to_http_request(),
            )
        };
        assert!(from("origin", "http://blog.school.example") && from("origin", "null"));
        assert!(from("sec-fetch-site", "same-site") && from("sec-fetch-site", "cross-site"));
        assert!(!from("origin", "http://school.example") && !from("sec-fetch-site", "same-origin"));
        assert!(!from("x-nothing", ""), "a browser that says nothing has the form's token");
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
