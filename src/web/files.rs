//! Serves uploaded files: whole or in ranges, cached forever since a name is a hash, and never as a page that could run a script.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentRange, ContentRangeSpec, ETag, EntityTag, Header, IfNoneMatch, Range},
    web::{Data, Path},
};

use super::errors;
use crate::{
    domain::School,
    error::{Failure, Refusal},
    outbound::storage::{FileName, StorageError, StoredFile},
};

/// A file runs nothing and loads nothing, wherever it is opened.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox";

fn mime(name: &FileName) -> Option<&'static str> {
    Some(match name.extension() {
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        _ => return None,
    })
}

/// Whether a path takes uploads, which have no deadline as a whole.
pub fn is_upload(path: &str) -> bool {
    matches!(path, "/upload" | "/api/upload" | "/hand-ins" | "/api/hand-ins" | "/office" | "/api/office")
        || path.starts_with("/dashboard/experiences/") && path.ends_with("/files")
}

pub async fn file(request: HttpRequest, school: Data<School>, path: Path<String>) -> HttpResponse {
    match answer(&request, &school, &path).await {
        Ok(response) => response,
        Err(failure) => errors::failure_response(&request, failure),
    }
}

async fn answer(request: &HttpRequest, school: &School, path: &str) -> Result<HttpResponse, Failure> {
    let name = FileName::parse(path).ok_or(Refusal::PageUnknown)?;
    let mime = mime(&name).ok_or(Refusal::PageUnknown)?;
    let tag = EntityTag::new_strong(name.hash().to_owned());
    if is_known(request, &tag) {
        let mut response = HttpResponse::NotModified();
        response.insert_header(ETag(tag)).insert_header((header::CACHE_CONTROL, CACHE_FOREVER));
        return Ok(response.finish());
    }
    let range = match wanted(request, &tag) {
        None => None,
        Some(range) => {
            let size = school.settings.storage.size(&name).await?.ok_or(Refusal::PageUnknown)?;
            match range.to_satisfiable_range(size) {
                // Both ends are inclusive.
                Some((first, last)) => Some(first..last + 1),
                None => {
                    let mut refused = errors::refusal_response(request, Refusal::RangeBad);
                    if let Ok(range) = header::HeaderValue::from_str(&format!("bytes */{size}")) {
                        refused.headers_mut().insert(header::CONTENT_RANGE, range);
                    }
                    return Ok(refused);
                }
            }
        }
    };
    let StoredFile { size, range: part, bytes } =
        school.settings.storage.get(&name, range.clone()).await?.ok_or(Refusal::PageUnknown)?;
    let mut response = if range.is_some() { HttpResponse::PartialContent() } else { HttpResponse::Ok() };
    if range.is_some() {
        let spec = ContentRangeSpec::Bytes { range: Some((part.start, part.end - 1)), instance_length: Some(size) };
        response.insert_header(ContentRange(spec));
    }
    response
        .insert_header((header::CONTENT_TYPE, mime))
        .insert_header((header::CACHE_CONTROL, CACHE_FOREVER))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header(ETag(tag))
        // A browser saves a PDF instead of opening it in its own viewer.
        .insert_header((header::CONTENT_DISPOSITION, if mime == "application/pdf" { "attachment" } else { "inline" }))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .insert_header((header::REFERRER_POLICY, "same-origin"));
    let asked_by = tracing::Span::current();
    let bytes = futures_util::StreamExt::map(bytes, move |part| {
        part.map_err(|trouble| {
            asked_by.in_scope(|| tracing::warn!(?trouble, "a file broke off"));
            match trouble {
                StorageError::Full => "the disk is full".to_owned(),
                StorageError::Broken(why) => why,
            }
        })
        .map_err(std::io::Error::other)
    });
    Ok(response.body(actix_web::body::SizedStream::new(part.end - part.start, bytes)))
}

/// A file's name is the hash of its content.
const CACHE_FOREVER: &str = "private, max-age=31536000, immutable";

fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

/// The requested range, if it is of this file (RFC 9110, 14.2). A request for several ranges gets the whole file.
fn wanted(request: &HttpRequest, tag: &EntityTag) -> Option<header::ByteRangeSpec> {
    let of_this = request.headers().get(header::IF_RANGE).is_none_or(|of| of.as_bytes() == tag.to_string().as_bytes());
    match Range::parse(request) {
        Ok(Range::Bytes(parts)) if of_this => match <[header::ByteRangeSpec; 1]>::try_from(parts) {
            Ok([part]) => Some(part),
            Err(_) => None,
        },
        _ => None,
    }
}
