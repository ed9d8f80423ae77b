//! The API's description, and the page that shows it and tries it out.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CONTENT_TYPE},
    web::{Bytes, Data},
};
use minijinja::context;

use crate::{
    domain::School,
    web::{
        describe::{self, Description, JSON},
        extract::Visit,
        render,
    },
};

static DOCUMENT: LazyLock<Bytes> =
    LazyLock::new(|| describe::document().to_json().expect("a description is JSON").into());

pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, JSON)).body(DOCUMENT.clone())
}

/// Swagger UI speaks English only; what stands around it, the reader's language.
pub async fn page(visit: Visit, school: Data<School>) -> HttpResponse {
    render::page(visit.language(), StatusCode::OK, "docs.html", context! { school => school.name() })
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
