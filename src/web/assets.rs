//! Serves the built client: hashed files that never change.

pub mod manifest;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentEncoding, ETag, EntityTag, Header, IfNoneMatch},
    web::{Bytes, Path},
};
use rust_embed::EmbeddedFile;

use super::errors;
use crate::error::Refusal;
use manifest::Client;

/// The policy of a script that runs as a worker: a worker obeys its own script's policy, not its page's. The one that reads
/// presentations decodes scanned pages by WebAssembly, so that pages need no right to it.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// A file of the client.
pub async fn file(request: HttpRequest, path: Path<String>) -> HttpResponse {
    let path = path.as_str();
    // Files that begin with a dot, such as the manifest, are not for browsers.
    let Some(file) = Client::get(path).filter(|_| !path.starts_with('.')) else {
        return errors::refusal_response(&request, Refusal::PageUnknown);
    };
    let tag = EntityTag::new_strong(hex(&file));
    let known = match IfNoneMatch::parse(&request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(ETag(tag));
    if path.ends_with(".js") {
        answer.insert_header((header::CONTENT_SECURITY_POLICY, WORKER_POLICY));
    }
    if known {
        return answer.finish();
    }
    answer.insert_header((header::CONTENT_TYPE, mime_guess::from_path(path).first_or_octet_stream().essence_str()));
    // The build has compressed the files, so that requests need not.
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes =
        |name: &str| accepted.split(',').any(|one| one.trim() == name || one.trim().starts_with(&format!("{name};")));
    for (suffix, encoding) in [("br", ContentEncoding::Brotli), ("gz", ContentEncoding::Gzip)] {
        if takes(encoding.as_str())
            && let Some(small) = Client::get(&format!("{path}.{suffix}"))
        {
            return answer.insert_header(encoding).body(Bytes::from(small.data.into_owned()));
        }
    }
    answer.body(Bytes::from(file.data.into_owned()))
}

fn hex(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
