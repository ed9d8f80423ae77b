//! The API's description, and the page that shows it and sends requests.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CONTENT_TYPE},
    web::{Bytes, Data},
};
use minijinja::context;

use super::{
    accounts, calendar, codes,
    compat::{meetings, video_conference, watch_party},
    experiences, files, group_lessons, group_students, groups, hand_ins, health, invitations, kept, kept_boards,
    kept_polls, live, members, office, own_lessons, paths, people, progress, recovery, registration, sessions,
    sign_in_links, slides, stream_keys,
};
use crate::{
    domain::School,
    web::{
        describe::{Description, JSON},
        extract::PageContext,
        render, whip,
    },
};

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| document().into());

pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, JSON)).body(DOCUMENT.clone())
}

/// Swagger UI is in English only; the page around it is in the reader's language.
pub async fn page(cx: PageContext, school: Data<School>) -> HttpResponse {
    render::page(cx.language(), StatusCode::OK, "docs.html", context! { school => school.name() })
}

/// The description of all routes as JSON. Those of one kind stand together.
fn document() -> String {
    let mut api = Description::default();
    accounts::describe(&mut api);
    registration::describe(&mut api);
    recovery::describe(&mut api);
    accounts::describe_profile(&mut api);
    people::describe_own(&mut api);
    sessions::describe(&mut api);
    codes::describe(&mut api);
    slides::describe(&mut api);
    stream_keys::describe(&mut api);
    own_lessons::describe(&mut api);
    calendar::describe(&mut api);
    kept::describe(&mut api);
    hand_ins::describe(&mut api);
    kept_polls::describe(&mut api);
    kept_boards::describe(&mut api);
    groups::describe(&mut api);
    group_students::describe(&mut api);
    group_lessons::describe(&mut api);
    progress::describe(&mut api);
    experiences::describe(&mut api);
    files::describe(&mut api);
    office::describe(&mut api);
    invitations::describe(&mut api);
    people::describe(&mut api);
    members::describe(&mut api);
    sign_in_links::describe(&mut api);
    live::describe(&mut api);
    watch_party::describe(&mut api);
    video_conference::describe(&mut api);
    meetings::describe(&mut api);
    paths::describe(&mut api);
    health::describe(&mut api);
    describe(&mut api);
    whip::describe(&mut api);
    api.document().to_json().expect("a description is JSON")
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
