//! Pages from templates. In a debug build they are read from the disk at each rendering, so that an edit shows at once.

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock},
};

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use rust_embed::RustEmbed;

use super::assets;

#[derive(RustEmbed)]
#[folder = "templates"]
struct Templates;

fn environment() -> Arc<Environment<'static>> {
    static BUILT: LazyLock<Arc<Environment<'static>>> = LazyLock::new(|| Arc::new(build()));
    if cfg!(debug_assertions) { Arc::new(build()) } else { BUILT.clone() }
}

fn build() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_loader(|name| match Templates::get(name) {
        Some(file) => Ok(Some(String::from_utf8_lossy(&file.data).into_owned())),
        None => Ok(None),
    });
    environment.add_function("asset", |entry: Cow<'_, str>| assets::script_of(&entry));
    environment.add_function("styles", |entry: Cow<'_, str>| assets::styles_of(&entry));
    environment.add_function("plural", |count: i64, one: Cow<'_, str>, many: Cow<'_, str>| {
        format!("{count} {}", if count == 1 { one } else { many })
    });
    environment.add_filter("lines", |text: Cow<'_, str>| text.lines().map(str::to_owned).collect::<Vec<_>>());
    environment
}

/// A template's text.
///
/// # Errors
/// When the template is wrong, which is ours to mend.
pub fn text(template: &str, context: Value) -> Result<String, Error> {
    environment().get_template(template)?.render(context)
}

/// A page, or its fault in plain words when the template is wrong.
pub fn page(status: StatusCode, template: &str, context: Value) -> HttpResponse {
    match text(template, context) {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            // A page is for whoever asked, and tells the state of now.
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(html),
        Err(error) => {
            tracing::error!(template, error = %causes(&error), "a page could not be rendered");
            HttpResponse::InternalServerError()
                .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
                .body("Something went wrong on our side. Please try again.")
        }
    }
}

fn causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    if error.kind() == ErrorKind::UndefinedError {
        text.push_str(" (the handler gives no such value)");
    }
    text
}
