//! Multipart forms from any program. actix-web refuses a form if one part's `Content-Disposition` is not as the standard has
//! it, but many programs write file names in ways of their own. Here the names are read as they were meant.

use std::{future::Future, pin::Pin};

use actix_multipart::Multipart;
use actix_web::{
    Error, FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderMap, HeaderValue},
};
use percent_encoding::percent_decode_str;

const FORM: &str = "multipart/form-data";

/// The parts of a form. The names of its fields and files are in their headers: see [`PartNames`].
pub struct MultipartForm(pub Multipart);

impl FromRequest for MultipartForm {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = match as_mixed(request.headers()) {
            Some(headers) => Multipart::new(&headers, payload.take()),
            None => Multipart::new(request.headers(), payload.take()),
        };
        Box::pin(async { Ok(Self(parts)) })
    }
}

/// The type of the body with another subtype. Then actix-web leaves the parts' `Content-Disposition` to us.
fn as_mixed(headers: &HeaderMap) -> Option<HeaderMap> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?.trim_start();
    let (name, boundary) = kind.split_at_checked(FORM.len())?;
    if !name.eq_ignore_ascii_case(FORM) {
        return None;
    }
    let mut mixed = HeaderMap::new();
    mixed.insert(header::CONTENT_TYPE, HeaderValue::from_str(&format!("multipart/mixed{boundary}")).ok()?);
    Some(mixed)
}

/// The names in a part's `Content-Disposition`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartNames {
    pub field: String,
    /// The name of the file, if the part is one.
    pub file: Option<String>,
}

impl PartNames {
    /// `None` if this is no part of a form. `filename*` comes before `filename` (RFC 6266, 4.3).
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        Self::parse(&in_letters(headers.get(header::CONTENT_DISPOSITION)?.as_bytes()))
    }

    fn parse(text: &str) -> Option<Self> {
        let (kind, mut rest) = text.split_once(';')?;
        if !kind.trim().eq_ignore_ascii_case("form-data") {
            return None;
        }
        let (mut field, mut plain, mut extended) = (None, None, None);
        while let Some((name, value, after)) = parameter(rest) {
            rest = after;
            match name.to_ascii_lowercase().as_str() {
                "name" => field = Some(unescaped(&value)),
                "filename" => plain = Some(decoded(&unescaped(&value))),
                "filename*" => extended = extended_value(&value).or(extended),
                _ => {}
            }
        }
        Some(Self { field: field?, file: extended.or(plain) })
    }
}

/// UTF-8, as browsers send it; or Latin-1, as some programs do.
fn in_letters(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// The first parameter: its name, its value without quotation marks, and the rest.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = text.trim_start_matches(|c: char| c == ';' || c.is_whitespace()).split_once('=')?;
    let rest = rest.trim_start();
    let Some(quoted) = rest.strip_prefix('"') else {
        let (value, after) = rest.split_once(';').unwrap_or((rest, ""));
        return Some((name.trim(), value.trim().to_owned(), after));
    };
    let (mut value, mut letters) = (String::new(), quoted.char_indices().peekable());
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((name.trim(), value, &quoted[at + 1..])),
            // Old browsers send the path of a file in Windows, whose backslashes escape nothing.
            '\\' => value.push(letters.next_if(|(_, next)| matches!(next, '"' | '\\')).map_or('\\', |(_, next)| next)),
            other => value.push(other),
        }
    }
    None
}

/// Browsers escape three characters, and nothing else (WHATWG HTML, "multipart/form-data encoding algorithm").
fn unescaped(value: &str) -> String {
    value.replace("%22", "\"").replace("%0D%0A", " ").replace("%0A", " ").replace("%0D", " ")
}

/// .NET writes a name outside ASCII as mails do (RFC 2047).
fn decoded(name: &str) -> String {
    if !(name.starts_with("=?") && name.ends_with("?=")) {
        return name.to_owned();
    }
    let header = format!("Subject: {name}");
    mailparse::parse_header(header.as_bytes()).map_or_else(|_| name.to_owned(), |(header, _)| header.get_value())
}

/// An extended value: its character set, its language, and its text in percent-encoding (RFC 8187).
fn extended_value(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(disposition: &[u8]) -> Option<(String, Option<String>)> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_bytes(disposition).expect("a header's value"));
        PartNames::of(&headers).map(|names| (names.field, names.file))
    }

    #[test]
    fn file_names_are_read_as_they_were_meant() {
        for (disposition, file) in [
            (r#"form-data; name="files"; filename="holiday.jpg""#, "holiday.jpg"),
            (r#"form-data; name="files"; filename*=UTF-8''%E2%82%AC.png"#, "€.png"),
            (r#"form-data; filename*=utf-8'en'%e2%82%ac%20rates.png; name=files"#, "€ rates.png"),
            (r#"form-data; name=files; filename="=?utf-8?B?4oKsLnBuZw==?="; filename*=utf-8''%E2%82%AC.png"#, "€.png"),
            (r#"form-data; name=files; filename="=?utf-8?B?4oKsLnBuZw==?=""#, "€.png"),
            (r#"form-data; name="files"; filename="x.png"; filename*=iso-8859-1''%E9t%E9.png"#, "été.png"),
            (r#"form-data; name="files"; filename="x.png"; filename*=koi8-r''%E9.png"#, "x.png"),
            (r#"form-data; name="files"; filename="C:\pictures\new.png""#, r"C:\pictures\new.png"),
            (r#"form-data; name="files"; filename="a \"b\".png""#, r#"a "b".png"#),
            (r#"form-data; name="files"; filename="a %22b%22.png""#, r#"a "b".png"#),
            (r#"form-data; name="files"; filename="a;b=c.png""#, "a;b=c.png"),
            (r#"FORM-DATA; NAME="files"; FILENAME="ζωή.png""#, "ζωή.png"),
            (r#"form-data; name="files"; filename="""#, ""),
        ] {
            let expected = Some(("files".to_owned(), Some(file.to_owned())));
            assert_eq!(named(disposition.as_bytes()), expected, "{disposition}");
        }
        let latin = b"form-data; name=\"files\"; filename=\"\xe9t\xe9.png\"";
        assert_eq!(named(latin), Some(("files".to_owned(), Some("été.png".to_owned()))));
    }

    #[test]
    fn a_part_without_a_field_name_is_none_of_a_form() {
        for wrong in ["form-data", "form-data; filename=x", "attachment; name=\"files\"", "form-data; name=\"files", ""]
        {
            assert_eq!(named(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(named(b"form-data; name=caption"), Some(("caption".to_owned(), None)));
    }
}
