//! Builds the description of the JSON API (OpenAPI). Each file of `api/` describes its own routes beside their handlers,
//! `api/docs.rs` puts them together, and a test compares the result with the URL map.

use std::collections::BTreeMap;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ContentBuilder, Info, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr, Required, ResponseBuilder, Server,
        path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathsBuilder},
        request_body::RequestBodyBuilder,
        schema::{ArrayBuilder, ComponentsBuilder, KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};

use super::{errors::ErrorBody, request::LOGIN_COOKIE};
use crate::{access::idempotency::KEY_LIMIT, error::Refusal};

pub const JSON: &str = "application/json";

const ABOUT: &str = "What a school's program may ask of Lyceum. Every address is also served without `/api`. A change \
    that a browser asks for with its cookie must come from a page of the server's own. Fields that are not described are \
    ignored.";

/// The description, route by route.
#[derive(Default)]
pub struct Description {
    paths: BTreeMap<String, PathItem>,
    schemas: BTreeMap<String, RefOr<Schema>>,
    tags: Vec<(&'static str, &'static str)>,
}

/// One route. It is added to the description by [`Route::refuses`].
pub struct Route<'a> {
    all: &'a mut Description,
    method: HttpMethod,
    path: &'static str,
    operation: OperationBuilder,
    refusals: Vec<Refusal>,
    for_all: bool,
}

impl Description {
    /// The routes that follow have this tag.
    pub fn about(&mut self, name: &'static str, what: &'static str) {
        self.tags.push((name, what));
    }

    pub fn get(&mut self, path: &'static str, summary: &'static str) -> Route<'_> {
        self.route(HttpMethod::Get, path, summary)
    }

    pub fn post(&mut self, path: &'static str, summary: &'static str) -> Route<'_> {
        self.route(HttpMethod::Post, path, summary)
    }

    pub fn put(&mut self, path: &'static str, summary: &'static str) -> Route<'_> {
        self.route(HttpMethod::Put, path, summary)
    }

    pub fn patch(&mut self, path: &'static str, summary: &'static str) -> Route<'_> {
        self.route(HttpMethod::Patch, path, summary)
    }

    pub fn options(&mut self, path: &'static str, summary: &'static str) -> Route<'_> {
        self.route(HttpMethod::Options, path, summary)
    }

    pub fn delete(&mut self, path: &'static str, summary: &'static str) -> Route<'_> {
        self.route(HttpMethod::Delete, path, summary)
    }

    fn route(&mut self, method: HttpMethod, path: &'static str, summary: &'static str) -> Route<'_> {
        let tag = self.tags.last().map_or("Other", |(name, _)| name);
        let mut operation = OperationBuilder::new().summary(Some(summary)).tag(tag);
        operation = operation.operation_id(Some(operation_id(&method, path)));
        for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
            operation = operation.parameter(parameter.schema(Some(Object::with_type(Type::String))));
        }
        Route { all: self, method, path, operation, refusals: Vec::new(), for_all: true }
    }

    /// Adds a schema, and those that it uses, to the components. Returns a reference to it.
    fn schema<T: ToSchema>(&mut self) -> Ref {
        let mut parts = vec![(T::name().into_owned(), T::schema())];
        T::schemas(&mut parts);
        for (name, schema) in parts {
            let known = self.schemas.entry(name.clone()).or_insert_with(|| schema.clone());
            debug_assert!(*known == schema, "two schemas are called {name}");
        }
        Ref::from_schema_name(T::name())
    }

    /// The whole description.
    pub fn document(mut self) -> OpenApi {
        let refused = self.schema::<ErrorBody>();
        drop(refused);
        let key =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("What a stream key was shown as."));
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        let cookie = ApiKey::Cookie(ApiKeyValue::new(LOGIN_COOKIE));
        let components = ComponentsBuilder::new()
            .schemas_from_iter(self.schemas)
            .security_scheme("token", SecurityScheme::Http(bearer.build()))
            .security_scheme("streamKey", SecurityScheme::Http(key.build()))
            .security_scheme("cookie", SecurityScheme::ApiKey(cookie));
        let mut info = Info::new("Lyceum", env!("CARGO_PKG_VERSION"));
        info.description = Some(ABOUT.to_owned());
        let mut paths = PathsBuilder::new();
        for (path, item) in self.paths {
            paths = paths.path(path, item);
        }
        let tags =
            self.tags.into_iter().map(|(name, what)| TagBuilder::new().name(name).description(Some(what)).build());
        OpenApiBuilder::new()
            .info(info)
            .servers(Some([Server::new("/api")]))
            .paths(paths)
            .components(Some(components.build()))
            .tags(Some(tags))
            .build()
    }
}

/// `postSessionsId` for `POST /sessions/{id}`.
fn operation_id(method: &HttpMethod, path: &str) -> String {
    let method = match method {
        HttpMethod::Get => "get",
        HttpMethod::Post => "post",
        HttpMethod::Put => "put",
        HttpMethod::Patch => "patch",
        HttpMethod::Options => "options",
        _ => "delete",
    };
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |id, word| id + &word[..1].to_ascii_uppercase() + &word[1..])
}

impl Route<'_> {
    /// For people who are signed in only.
    pub fn signed_in(mut self) -> Self {
        self.operation = self.operation.security(SecurityRequirement::new::<_, [&str; 0], &str>("token", []));
        self.operation = self.operation.security(SecurityRequirement::new::<_, [&str; 0], &str>("cookie", []));
        self.for_all = false;
        self.refusals.extend([Refusal::SignInNeeded, Refusal::NotAllowed, Refusal::OriginForeign]);
        if !matches!(self.method, HttpMethod::Get) {
            self.refusals.push(Refusal::TooFast);
        }
        self
    }

    /// For programs with a stream key. These paths are not under `/api`.
    pub fn with_stream_key(mut self) -> Self {
        self.for_all = false;
        let key = SecurityRequirement::new::<_, [&str; 0], &str>("streamKey", []);
        self.operation = self.operation.security(key);
        self.refusals.push(Refusal::StreamKeyWrong);
        self.at_root()
    }

    /// Not under `/api`.
    pub fn at_root(mut self) -> Self {
        self.operation = self.operation.server(Server::new("/"));
        self
    }

    /// A required header.
    pub fn header(mut self, name: &str, what: &str) -> Self {
        let header = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header).description(Some(what));
        let header = header.required(Required::True).schema(Some(Object::with_type(Type::String)));
        self.operation = self.operation.parameter(header);
        self
    }

    /// Takes an `Idempotency-Key`, which makes a repeat harmless.
    pub fn makes_once(mut self) -> Self {
        let what = "Any text of 1 to 255 letters, digits or signs. A repeat of the request with the same key within 24 hours makes \
            nothing more, and gets what the first one made.";
        let header = ParameterBuilder::new().name("Idempotency-Key").parameter_in(ParameterIn::Header);
        let text =
            ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(KEY_LIMIT)).build();
        let header = header.description(Some(what)).required(Required::False).schema(Some(text));
        self.operation = self.operation.parameter(header);
        self.refusals.extend([Refusal::KeyBad, Refusal::KeyReused]);
        self
    }

    /// A body of this media type.
    pub fn takes_text(mut self, kind: &str) -> Self {
        let content = ContentBuilder::new().schema(Some(Object::with_type(Type::String))).build();
        let body = RequestBodyBuilder::new().content(kind, content).required(Some(Required::True)).build();
        self.operation = self.operation.request_body(Some(body));
        self.refusals.extend([Refusal::BodyBad, Refusal::BodyTooBig, Refusal::ContentUnfit]);
        self
    }

    /// A response without a body.
    pub fn gives_nothing(mut self, status: u16, what: &str) -> Self {
        self.operation = self.operation.response(status.to_string(), ResponseBuilder::new().description(what));
        self
    }

    /// For everyone; those who are signed in get more.
    pub fn known_or_not(mut self) -> Self {
        self.operation = self.operation.security(SecurityRequirement::default());
        self.signed_in()
    }

    /// A JSON body of this shape.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        let content = ContentBuilder::new().schema(Some(self.all.schema::<T>())).build();
        let body = RequestBodyBuilder::new().content(JSON, content).required(Some(Required::True)).build();
        self.operation = self.operation.request_body(Some(body));
        self.refusals.extend([Refusal::BodyBad, Refusal::BodyTooBig]);
        self
    }

    /// A multipart form: files in the field `files`, and these optional texts with their longest lengths.
    pub fn takes_files(mut self, most: usize, texts: &[(&str, usize)]) -> Self {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let file = ObjectBuilder::new().schema_type(Type::String).format(Some(binary));
        let files = ArrayBuilder::new().items(file).min_items(Some(1)).max_items(Some(most));
        let mut form = ObjectBuilder::new().property("files", files).required("files");
        for (name, longest) in texts {
            let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(*longest));
            form = form.property(*name, text);
        }
        let content = ContentBuilder::new().schema(Some(form)).build();
        let body = RequestBodyBuilder::new().content("multipart/form-data", content).required(Some(Required::True));
        self.operation = self.operation.request_body(Some(body.build()));
        self.refusals.extend([Refusal::BodyBad, Refusal::BodyTooBig]);
        self
    }

    /// A file as the body.
    pub fn takes_file(mut self) -> Self {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let file = ObjectBuilder::new().schema_type(Type::String).format(Some(binary));
        let content = ContentBuilder::new().schema(Some(file)).build();
        let body =
            RequestBodyBuilder::new().content("application/octet-stream", content).required(Some(Required::True));
        self.operation = self.operation.request_body(Some(body.build()));
        self.refusals.push(Refusal::BodyBad);
        self
    }

    /// An optional query parameter.
    pub fn query<T: PartialSchema>(mut self, name: &str, what: &str) -> Self {
        let parameter: Parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .description(Some(what))
            .schema(Some(T::schema()))
            .build();
        self.operation = self.operation.parameter(parameter);
        if !self.refusals.contains(&Refusal::BodyBad) {
            self.refusals.push(Refusal::BodyBad);
        }
        self
    }

    /// A JSON response of this shape.
    pub fn gives<T: ToSchema>(self, status: u16, what: &str) -> Self {
        let schema = self.all.schema::<T>();
        self.answers(status, what, JSON, schema)
    }

    /// A JSON response that is an object without a documented shape.
    pub fn gives_object(self, what: &str) -> Self {
        self.answers(200, what, JSON, Object::with_type(Type::Object))
    }

    /// A JSON response that is a list of these.
    pub fn gives_list<T: ToSchema>(self, status: u16, what: &str) -> Self {
        let schema = utoipa::openapi::schema::Array::new(self.all.schema::<T>());
        self.answers(status, what, JSON, schema)
    }

    /// A response of this media type.
    pub fn gives_text(self, status: u16, kind: &str, what: &str) -> Self {
        self.answers(status, what, kind, Object::with_type(Type::String))
    }

    fn answers(mut self, status: u16, what: &str, kind: &str, schema: impl Into<RefOr<Schema>>) -> Self {
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new().description(what).content(kind, content);
        self.operation = self.operation.response(status.to_string(), response);
        self
    }

    /// Adds the route, with these refusals and those that its other properties imply.
    pub fn refuses(mut self, refusals: &[Refusal]) {
        self.refusals.extend(refusals);
        if self.for_all {
            self.operation = self.operation.securities(Some([]));
        }
        let mut by_status = BTreeMap::<u16, String>::new();
        for refusal in &self.refusals {
            let line = format!("`{}`: {}", refusal.code(), refusal.message());
            by_status.entry(refusal.status()).and_modify(|all| *all += &format!("\n\n{line}")).or_insert(line);
        }
        by_status.entry(503).or_insert_with(|| "`unavailable`: The database does not answer.".to_owned());
        for (status, what) in by_status {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(ErrorBody::name()))).build();
            let response = ResponseBuilder::new().description(what).content(JSON, content);
            self.operation = self.operation.response(status.to_string(), response);
        }
        let item = self.all.paths.entry(self.path.to_owned()).or_default();
        item.merge_operations(PathItem::new(self.method, self.operation));
    }
}
