//! `/ws`: the door of a lesson. It finds out who knocks; from the upgrade on the `Participant` speaks.

use std::rc::Rc;

use actix_http::ws::Codec;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Payload},
};
use actix_web_actors::ws;

use super::{errors::ApiError, pages::join::DEVICE_COOKIE, request};
use crate::{
    access::Identity,
    domain::{
        School, accounts,
        admission::{self, Knock},
    },
    error::{Failure, Refusal},
    ids::DeviceId,
    protocol::{FRAME_LIMIT, SUBPROTOCOL},
    room::{ConnectionHandle, Door, Participant},
};

pub async fn open(request: HttpRequest, payload: Payload, school: Data<School>) -> Result<HttpResponse, ApiError> {
    let from_page = request.headers().contains_key(header::ORIGIN);
    if from_page && !request::is_ours(&request) {
        return Err(Refusal::OriginForeign.into());
    }
    if !speaks_ours(&request) {
        return Err(Refusal::SubprotocolUnknown.into());
    }
    // A cookie counts only from a page of ours: other clients bring a token in their first message.
    let identity = if from_page { identity(&request, &school).await? } else { None };
    let handle = request.conn_data::<ConnectionHandle>().cloned();
    handle.iter().for_each(ConnectionHandle::bound);
    let participant = Participant::new(door(&request, school, identity), handle);
    let mut response = ws::handshake_with_protocols(&request, &[SUBPROTOCOL]).map_err(|_| Refusal::HandshakeBad)?;
    Ok(response.streaming(participant.start(payload, Codec::new().max_size(FRAME_LIMIT))))
}

fn speaks_ours(request: &HttpRequest) -> bool {
    request
        .headers()
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|names| names.to_str().ok())
        .any(|names| names.split(',').any(|name| name.trim() == SUBPROTOCOL))
}

async fn identity(request: &HttpRequest, school: &School) -> Result<Option<Identity>, Failure> {
    match request.cookie(request::LOGIN_COOKIE) {
        Some(cookie) => accounts::identify(school, cookie.value()).await,
        None => Ok(None),
    }
}

fn door(request: &HttpRequest, school: Data<School>, identity: Option<Identity>) -> Door {
    let address = request::address(request);
    let device = request.cookie(DEVICE_COOKIE).and_then(|cookie| cookie.value().parse::<DeviceId>().ok());
    let identity = Rc::new(identity);
    Box::new(move |join, connection| {
        let (school, identity) = (school.clone(), Rc::clone(&identity));
        Box::pin(async move {
            let knock = Knock { join, identity: (*identity).clone(), device, address, connection };
            admission::admit(&school, knock).await.map_err(|failure| match failure {
                Failure::Refused(refusal) => refusal,
                Failure::Fault(fault) => {
                    tracing::error!(%fault, "someone at the door could not be served");
                    Refusal::Busy
                }
            })
        })
    })
}
