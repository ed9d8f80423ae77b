//! The query and the body of an API request.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Bytes};
use serde::de::DeserializeOwned;

use super::{Pending, body};
use crate::{
    error::Refusal,
    web::errors::{ApiError, InvalidField},
};

/// The query of an API request. A refusal names the field with the wrong type.
pub struct ApiQuery<T>(pub T);

impl<T> std::ops::Deref for ApiQuery<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for ApiQuery<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        let read = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs));
        std::future::ready(read.map(Self).map_err(|error| {
            let (path, message) = (error.path().to_string(), error.inner().to_string());
            ApiError(Refusal::BodyBad.into(), vec![InvalidField { path, message }])
        }))
    }
}

/// A JSON body. A refusal names the field with the wrong type.
pub struct Json<T>(pub T, pub(super) Bytes);

impl<T> std::ops::Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = Pending<Self, ApiError>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.mime_type().ok().flatten().is_some_and(|kind| kind.subtype() == "json");
        let sent = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body(sent.await)?;
            if !is_json {
                return Err(Refusal::BodyBad.into());
            }
            let wrong =
                |path: String, message: String| ApiError(Refusal::BodyBad.into(), vec![InvalidField { path, message }]);
            // serde would read a list as the fields in their order.
            if body.trim_ascii_start().first() == Some(&b'[') {
                return Err(wrong(".".to_owned(), "expected an object".to_owned()));
            }
            let mut json = serde_json::Deserializer::from_slice(&body);
            let read = serde_path_to_error::deserialize(&mut json);
            let read = read.map_err(|error| wrong(error.path().to_string(), error.inner().to_string()))?;
            json.end().map_err(|_| Refusal::BodyBad)?;
            Ok(Self(read, body))
        })
    }
}
