//! For a browser that tests, before it joins, over which paths its media can connect.

use std::net::SocketAddr;

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::School, protocol::rtc::IceServer, web::describe::Description};

/// What is tried, and the name and password for it, good for a minute.
#[derive(Serialize, ToSchema)]
#[schema(as = Paths)]
#[serde(rename_all = "camelCase")]
struct Paths<'a> {
    user: &'a str,
    password: &'a str,
    #[schema(value_type = Vec<String>)]
    addresses: &'a [SocketAddr],
    /// The server's own relay, if it has one.
    ice_servers: Vec<IceServer>,
}

pub async fn probe(school: Data<School>) -> HttpResponse {
    let (user, password) = school.media.issue_probe();
    let (addresses, ice_servers) = (school.media.candidates(), school.media.ice_servers_to_test());
    HttpResponse::Ok().json(Paths { user: &user, password: &password, addresses, ice_servers })
}

pub fn describe(api: &mut Description) {
    api.about("The server", "For whoever wants to know how it is, and how to reach it.");
    api.get("/paths", "Get what one tries the ways of sound with")
        .gives::<Paths<'_>>(200, "Addresses and the relay, with names and passwords for them, good for a minute.")
        .refuses(&[]);
}
