//! Meetings as the video-conferencing design has them (docs/adr/0036, docs/MEETING.md): a call tells where a meeting is, and its packets
//! go over a WebSocket there.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        School,
        meetings::{self, Meeting},
    },
    error::Refusal,
    web::{
        api::CodeMessage,
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn},
        request,
        routes::MEETING_SOCKET,
    },
};

#[derive(Deserialize, ToSchema)]
#[schema(as = MeetingDraft)]
pub struct Draft {
    /// Without one, it is named by its time.
    #[serde(default)]
    title: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = MeetingId)]
pub struct Named {
    meeting_id: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename = "Meeting")]
#[schema(as = Meeting)]
struct MeetingJson {
    meeting_id: String,
    /// The WebSocket of the node that has the meeting.
    address: String,
    /// How many are in it, and how many can be.
    users: usize,
    capacity: usize,
}

impl MeetingJson {
    fn of(request: &HttpRequest, meeting: Meeting) -> Self {
        let base = request::base_url(request);
        let host = base.split_once("://").map_or(base.as_str(), |(_, host)| host);
        let scheme = if base.starts_with("https:") { "wss" } else { "ws" };
        let address = format!("{scheme}://{host}{MEETING_SOCKET}");
        Self { meeting_id: meeting.id, address, users: meeting.users, capacity: meeting.capacity }
    }
}

pub async fn create(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    given: Json<Draft>,
) -> Result<HttpResponse, ApiError> {
    let by = caller.once(&given);
    let meeting = meetings::create(&school, &by, given.0.title).await?;
    Ok(HttpResponse::Created().json(MeetingJson::of(&request, meeting)))
}

pub async fn join(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    given: Json<Named>,
) -> Result<HttpResponse, ApiError> {
    let meeting = meetings::find(&school, &caller.0, &given.0.meeting_id, request::address(&request)).await?;
    Ok(HttpResponse::Ok().json(MeetingJson::of(&request, meeting)))
}

pub async fn leave(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    given: Json<Named>,
) -> Result<HttpResponse, ApiError> {
    meetings::leave(&school, &caller.0, &given.0.meeting_id, request::address(&request)).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("left")))
}

pub async fn end(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    meeting: Path<String>,
) -> Result<HttpResponse, ApiError> {
    meetings::end(&school, &caller.0, &meeting, request::address(&request)).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("ended")))
}

pub fn describe(api: &mut Description) {
    let unknown = [Refusal::CodeUnknown, Refusal::LessonEnded, Refusal::TooManyGuesses, Refusal::NotAllowed];
    let elsewhere = [&unknown[..], &[Refusal::LessonElsewhere, Refusal::Busy]].concat();
    api.about("Meetings of conference clients", "Lessons that start at once; their packets are in docs/MEETING.md.");
    api.post("/meeting", "Start a meeting")
        .signed_in()
        .makes_once()
        .takes::<Draft>()
        .gives::<MeetingJson>(201, "Its id, and where to join.")
        .refuses(&[
            Refusal::NotAllowed,
            Refusal::TitleEmpty,
            Refusal::TitleTooLong,
            Refusal::TextBad,
            Refusal::SessionsFull,
            Refusal::TooFast,
            Refusal::LessonEnded,
        ]);
    api.post("/meeting/join", "Ask where to join a meeting")
        .signed_in()
        .takes::<Named>()
        .gives::<MeetingJson>(200, "Where, and how full it is.")
        .refuses(&[&elsewhere[..], &[Refusal::RoomFull]].concat());
    api.post("/meeting/leave", "Leave a meeting")
        .signed_in()
        .takes::<Named>()
        .gives::<CodeMessage>(200, "One is not in it.")
        .refuses(&elsewhere);
    api.post("/meeting/end/{meeting}", "End a meeting of one's own")
        .signed_in()
        .gives::<CodeMessage>(200, "It has ended for everyone.")
        .refuses(&[&unknown[..], &[Refusal::SessionUnknown, Refusal::NotLive, Refusal::Busy]].concat());
}
