//! `/ws`, the WebSocket of a lesson, and `/meeting/socket`. This file checks the handshake and who joins; after the upgrade the `Participant` takes over.

use std::rc::Rc;

use actix_http::ws::Codec;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Payload},
};
use actix_web_actors::ws;
use tracing::field::Empty;

use super::{
    errors::ApiError,
    pages::{join::DEVICE_COOKIE, personal_link::STUDENT_COOKIE},
    request,
    trace::RequestId,
};
use crate::{
    domain::{
        School,
        admission::{self, JoinRequest},
        logins,
    },
    error::{Failure, Refusal},
    ids::DeviceId,
    protocol::{FRAME_LIMIT, SUBPROTOCOL},
    room::{ConnectionHandle, JoinHandler, MeetingClient, Participant},
};

pub async fn open(request: HttpRequest, payload: Payload, school: Data<School>) -> Result<HttpResponse, ApiError> {
    let from_page = request.headers().contains_key(header::ORIGIN);
    if from_page && !request::is_ours(&request) {
        return Err(Refusal::OriginForeign.into());
    }
    if !speaks_ours(&request) {
        return Err(Refusal::SubprotocolUnknown.into());
    }
    // A cookie counts only from one of our pages: other clients send a token in their first message.
    let cookie = request::sent_cookie(&request, request::LOGIN_COOKIE).filter(|_| from_page);
    let handle = request.conn_data::<ConnectionHandle>().cloned();
    handle.iter().for_each(ConnectionHandle::limit_send_buffer);
    // It lasts as long as the connection. The room and the participant are recorded once they are known.
    let id = RequestId::of(&request);
    let id = id.as_ref().map(RequestId::as_str);
    let span = tracing::error_span!("connection", id, room = Empty, participant = Empty);
    let participant = Participant::new(join_handler(&request, school, cookie), handle, span);
    let mut response = ws::handshake_with_protocols(&request, &[SUBPROTOCOL]).map_err(|_| Refusal::HandshakeBad)?;
    Ok(response.streaming(participant.start(payload, Codec::new().max_size(FRAME_LIMIT))))
}

/// The WebSocket of a meeting, with the packets of the video-conferencing design. Pages of any origin may open it: the token of an
/// account counts, and a cookie never does.
pub async fn open_meeting(
    request: HttpRequest,
    payload: Payload,
    school: Data<School>,
) -> Result<HttpResponse, ApiError> {
    let handle = request.conn_data::<ConnectionHandle>().cloned();
    handle.iter().for_each(ConnectionHandle::limit_send_buffer);
    let id = RequestId::of(&request);
    let id = id.as_ref().map(RequestId::as_str);
    let span = tracing::error_span!("connection", id, room = Empty, participant = Empty);
    let client = MeetingClient::new(request::bearer(&request).map(str::to_owned));
    let participant = Participant::new(join_handler(&request, school, None), handle, span).with_packets(client);
    let mut response = ws::handshake(&request).map_err(|_| Refusal::HandshakeBad)?;
    Ok(response.streaming(participant.start(payload, Codec::new().max_size(FRAME_LIMIT))))
}

pub(super) fn speaks_ours(request: &HttpRequest) -> bool {
    request
        .headers()
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|names| names.to_str().ok())
        .any(|names| names.split(',').any(|name| name.trim() == SUBPROTOCOL))
}

/// Checks a join. The cookie is read at the join and not at the handshake: the login may have ended in between.
fn join_handler(request: &HttpRequest, school: Data<School>, cookie: Option<String>) -> JoinHandler {
    let address = request::address(request);
    let device = request::sent_cookie(request, DEVICE_COOKIE).and_then(|device| device.parse::<DeviceId>().ok());
    // Only from one of our pages, as the login.
    let personal = request::sent_cookie(request, STUDENT_COOKIE).filter(|_| request::is_ours(request)).map(Rc::new);
    let cookie = Rc::new(cookie);
    Box::new(move |join, connection| {
        let (school, cookie, personal) = (school.clone(), Rc::clone(&cookie), personal.clone());
        Box::pin(async move {
            let admitted = async {
                let identity = match &*cookie {
                    Some(cookie) => logins::by_cookie_at_door(&school, cookie).await?,
                    None => None,
                };
                let personal = personal.map(|token| (*token).clone());
                let asked = JoinRequest { join, identity, personal, device, address, connection };
                admission::admit(&school, asked).await
            };
            admitted.await.map_err(|failure| match failure {
                Failure::Refused(refusal) => refusal,
                Failure::Fault(fault) => {
                    tracing::error!(%fault, "a join failed");
                    Refusal::Busy
                }
            })
        })
    })
}
