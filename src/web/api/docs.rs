//! The API's description, and the page that shows it and tries it out.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CONTENT_TYPE},
    web::Bytes,
};
use minijinja::context;

use crate::{
    texts::Language,
    web::{
        describe::{self, Description, JSON},
        render,
    },
};

static DOCUMENT: LazyLock<Bytes> =
    LazyLock::new(|| describe::document().to_json().expect("a description is JSON").into());

pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, JSON)).body(DOCUMENT.clone())
}

pub async fn page() -> HttpResponse {
    render::page(Language::ENGLISH, StatusCode::OK, "docs.html", context! {})
}

pub fn describe(api: &mut Description) {
    api.get("/openapi.json", "Read this description").gives::<Document>(200, "It.").refuses(&[]);
    api.get("/docs", "Read this description as a page").gives_text(200, "text/html", "The page.").refuses(&[]);
}

/// A description as OpenAPI has it.
#[derive(utoipa::ToSchema)]
#[schema(as = OpenApi)]
#[expect(dead_code, reason = "only its shape is told")]
struct Document {
    openapi: String,
    paths: serde_json::Value,
}
