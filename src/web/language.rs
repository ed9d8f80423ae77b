//! The language of a response: the one in the person's profile, else the one chosen in this browser, else the best match for the
//! browser's `Accept-Language`, else English.

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{AcceptLanguage, Header, Preference, Quality},
    web::Data,
};

use super::request;
use crate::{domain::School, texts::Language};

/// The language chosen in this browser, for those without a profile.
pub const COOKIE: &str = "lyceum_language";

/// The language in the profile of the person who asks.
struct ProfileLanguage(Language);

/// Answers this request in the language of the person's profile.
pub fn use_profile(request: &HttpRequest, language: Language) {
    request.extensions_mut().insert(ProfileLanguage(language));
}

/// The languages that the school offers: at least one.
fn offered(request: &HttpRequest) -> Vec<Language> {
    let school = request.app_data::<Data<School>>();
    school.map_or_else(|| Language::ALL.to_vec(), |school| school.current_settings().offered())
}

pub fn of(request: &HttpRequest) -> Language {
    let of_profile = request.extensions().get::<ProfileLanguage>().map(|of| of.0);
    of_profile.filter(|language| offered(request).contains(language)).unwrap_or_else(|| of_browser(request))
}

/// The language without regard to a profile.
pub fn of_browser(request: &HttpRequest) -> Language {
    let offered = offered(request);
    let chosen = request::sent_cookie(request, COOKIE).and_then(|code| Language::parse(&code));
    let chosen = chosen.filter(|language| offered.contains(language));
    chosen.or_else(|| preferred(request, &offered)).unwrap_or_else(|| first(&offered))
}

fn first(offered: &[Language]) -> Language {
    offered.first().copied().unwrap_or(Language::ENGLISH)
}

/// The best offered match for `Accept-Language` (RFC 9110, 12.5.4): "el-GR" is Greek, and a weight of 0 excludes a language.
fn preferred(request: &HttpRequest, offered: &[Language]) -> Option<Language> {
    let mut liked: Vec<_> = AcceptLanguage::parse(request).ok()?.0;
    liked.retain(|one| one.quality > Quality::ZERO);
    // A stable sort: languages of equal weight stay in their order.
    liked.sort_by_key(|one| std::cmp::Reverse(one.quality));
    liked.into_iter().find_map(|one| match one.item {
        Preference::Specific(tag) => {
            Language::parse(&tag.primary_language().to_lowercase()).filter(|language| offered.contains(language))
        }
        Preference::Any => Some(first(offered)),
    })
}

#[cfg(test)]
mod tests {
    use actix_web::{cookie::Cookie, http::header, test::TestRequest};

    use super::*;

    fn asked(accepts: &str) -> TestRequest {
        TestRequest::default().insert_header((header::ACCEPT_LANGUAGE, accepts))
    }

    #[test]
    fn a_browsers_wishes_are_weighed() {
        for (accepts, code) in [
            ("el", "el"),
            ("el-GR,el;q=0.9,en;q=0.8", "el"),
            ("EL-gr", "el"),
            ("en;q=0.5, el;q=0.7", "el"),
            ("en-GB,en;q=0.9,el;q=0.8", "en"),
            ("fr-CH, fr;q=0.9, el;q=0.4, *;q=0.3", "el"),
            ("fr, *;q=0.5, el;q=0.2", "en"),
            ("el;q=0, fr", "en"),
            ("de,fr", "en"),
            ("", "en"),
            ("ελ, ;;q=el", "en"),
        ] {
            assert_eq!(of(&asked(accepts).to_http_request()).code(), code, "{accepts}");
        }
    }

    #[test]
    fn the_profile_comes_before_the_cookie_and_that_before_the_header() {
        let greek = Language::parse("el").expect("there is Greek");
        let with = |cookie: &'static str| asked("el").cookie(Cookie::new(COOKIE, cookie)).to_http_request();
        assert_eq!(of(&with("en")).code(), "en");
        assert_eq!(of(&with("../en")).code(), "el");
        let request = with("en");
        use_profile(&request, greek);
        assert_eq!(of(&request).code(), "el");
        assert_eq!(of_browser(&request).code(), "en");
    }
}
