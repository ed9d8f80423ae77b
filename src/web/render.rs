//! Renders pages from templates, in a language. A debug build reads the templates again when one has changed, so that an edit shows
//! at once.

use std::{
    borrow::Cow,
    fs,
    path::Path,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::SystemTime,
};

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, context, value::Kwargs};
use rust_embed::RustEmbed;

use super::{assets::manifest, trace};
use crate::texts::{Arg, Args, Language, escaped};

#[derive(RustEmbed)]
#[folder = "templates"]
struct Templates;

fn environment() -> Arc<Environment<'static>> {
    static BUILT: LazyLock<Arc<Environment<'static>>> = LazyLock::new(|| Arc::new(build()));
    if cfg!(debug_assertions) { of_now() } else { BUILT.clone() }
}

/// The templates as they are on the disk now.
fn of_now() -> Arc<Environment<'static>> {
    static BUILT: Mutex<Option<(SystemTime, Arc<Environment<'static>>)>> = Mutex::new(None);
    let changed = last_change(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")));
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    match &*built {
        Some((at, environment)) if *at == changed => environment.clone(),
        _ => built.insert((changed, Arc::new(build()))).1.clone(),
    }
}

/// The latest change of a folder or of a file below it.
fn last_change(path: &Path) -> SystemTime {
    let own = fs::metadata(path).and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let below = fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
    below.map(|entry| last_change(&entry.path())).fold(own, SystemTime::max)
}

fn build() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_loader(|name| match Templates::get(name) {
        Some(file) => Ok(Some(String::from_utf8_lossy(&file.data).into_owned())),
        None => Ok(None),
    });
    environment.add_function("asset", |entry: Cow<'_, str>| manifest::script_url(&entry));
    environment.add_function("styles", |entry: Cow<'_, str>| manifest::style_urls(&entry));
    environment.add_filter("lines", |text: Cow<'_, str>| text.lines().map(str::to_owned).collect::<Vec<_>>());
    environment
}

/// What every template has for its language: `lang`, and two functions. `t("people-count", count=2)` is a text, which is escaped
/// like everything else. `marked("join-ended", code=code, strong="class", href="/x")` is a text with markup: `<a>` gets `href`,
/// `<strong>` gets the class, and the values are escaped.
fn around(language: Language) -> Value {
    let t =
        move |key: Cow<'_, str>, named: Kwargs| -> Result<String, Error> { Ok(language.tell(&key, &args(&named)?)) };
    let marked = move |key: Cow<'_, str>, named: Kwargs| -> Result<Value, Error> {
        let text = language.marked(&key, &args(&named)?);
        let given = |name: &str| named.peek::<Option<String>>(name);
        let with = |text: String, tag: &str, attribute: &str, value: Option<String>| match value {
            Some(value) => text.replace(&format!("<{tag}>"), &format!("<{tag} {attribute}=\"{}\">", escaped(&value))),
            None => text,
        };
        let text = with(text, "a", "href", given("href")?);
        Ok(Value::from_safe_string(with(text, "strong", "class", given("strong")?)))
    };
    context! { lang => language.code(), t => Value::from_function(t), marked => Value::from_function(marked) }
}

/// The variables of a text: whole numbers, so that the text can have a plural, and everything else as words.
fn args(named: &Kwargs) -> Result<Args<'static>, Error> {
    let mut args = Args::new();
    for name in named.args() {
        let value = named.peek::<Value>(name)?;
        let arg = match i64::try_from(value.clone()) {
            Ok(number) if value.is_number() => Arg::from(number),
            _ => Arg::from(value.to_string()),
        };
        args.set(name.to_owned(), arg);
    }
    Ok(args)
}

/// A page; a fault in plain text when the template is wrong.
pub fn page(language: Language, status: StatusCode, template: &str, context: Value) -> HttpResponse {
    let context = context! { ..context, ..around(language) };
    match environment().get_template(template).and_then(|template| template.render(context)) {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((header::CONTENT_LANGUAGE, language.code()))
            .insert_header((header::VARY, "accept-language, cookie"))
            // A page is for one person and shows the current state.
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(html),
        Err(error) => {
            tracing::error!(template, error = %causes(&error), "a page could not be rendered");
            let id = trace::RequestId::current();
            let number = id.as_ref().map_or("", trace::RequestId::as_str);
            HttpResponse::InternalServerError()
                .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
                .body(format!("{} {number}", language.text("refusal-fault")))
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
