//! `/sessions/{id}/stream-keys`: the keys with which a teacher's programs publish and listen.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CodeMessage;
use crate::{
    access::StreamKind,
    clock::Time,
    domain::{
        School, sessions,
        streams::{self, StreamKey},
    },
    error::Refusal,
    ids::StreamKeyId,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn, session_id},
        request,
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StreamKey)]
struct StreamKeyJson {
    id: StreamKeyId,
    kind: StreamKind,
    name: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    /// Where the program streams to, or from.
    url: String,
    /// The key itself, once.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl StreamKeyJson {
    fn of(key: StreamKey, base: &str, code: &str, secret: Option<String>) -> Self {
        let url = url(base, key.kind, code);
        Self { id: key.id, kind: key.kind, name: key.name, created_at: key.created_at, url, key: secret }
    }
}

/// The WHIP or WHEP URL of a lesson.
pub fn url(base: &str, kind: StreamKind, code: &str) -> String {
    let door = match kind {
        StreamKind::Publish => "whip",
        StreamKind::View => "whep",
    };
    format!("{base}/{door}/{code}")
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewStreamKey)]
pub struct Wanted {
    kind: Option<String>,
    name: Option<String>,
}

pub async fn issue(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    wanted: Json<Wanted>,
) -> Result<HttpResponse, ApiError> {
    let session = session_id(&path)?;
    let code = sessions::get(&school, &caller.0, session).await?.session.code;
    let kind = wanted.kind.as_deref().and_then(StreamKind::parse).ok_or(Refusal::StreamKindBad)?;
    let issued =
        streams::issue(&school, &caller.once(&wanted), session, kind, wanted.name.as_deref().unwrap_or_default())
            .await?;
    let json = StreamKeyJson::of(issued.key, &request::base_url(&request), &code, Some(issued.secret));
    Ok(HttpResponse::Created().json(json))
}

pub async fn list(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let session = session_id(&path)?;
    let code = sessions::get(&school, &caller.0, session).await?.session.code;
    let (base, keys) = (request::base_url(&request), streams::list(&school, &caller.0, session).await?);
    let keys: Vec<_> = keys.into_iter().map(|key| StreamKeyJson::of(key, &base, &code, None)).collect();
    Ok(HttpResponse::Ok().json(keys))
}

pub async fn revoke(
    school: Data<School>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (session, key) = path.into_inner();
    let session = session.parse().map_err(|_| Refusal::SessionUnknown)?;
    let key = key.parse().map_err(|_| Refusal::StreamKeyUnknown)?;
    streams::revoke(&school, &caller.0, session, key).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("the stream key is deleted")))
}

pub fn describe(api: &mut Description) {
    api.about("Stream keys", "What programs such as OBS show to publish or to listen in a lesson (WHIP and WHEP).");
    let path = "/sessions/{id}/stream-keys";
    api.get(path, "List a session's keys")
        .signed_in()
        .gives_list::<StreamKeyJson>(200, "The keys, without what makes them good.")
        .refuses(&[Refusal::SessionUnknown]);
    api.post(path, "Make a key")
        .signed_in()
        .makes_once()
        .takes::<Wanted>()
        .gives::<StreamKeyJson>(201, "The key. It is shown this once.")
        .refuses(
            &[
                super::NAME_REFUSALS,
                &[
                    Refusal::SessionUnknown,
                    Refusal::StreamKindBad,
                    Refusal::LessonEnded,
                    Refusal::StreamKeysMany,
                    Refusal::StreamKeyUnknown,
                ],
            ]
            .concat(),
        );
    api.delete("/sessions/{id}/stream-keys/{key}", "Delete a key")
        .signed_in()
        .gives::<CodeMessage>(200, "Whoever streamed with it is cut off.")
        .refuses(&[Refusal::SessionUnknown, Refusal::StreamKeyUnknown]);
}
