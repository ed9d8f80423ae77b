//! For a browser that wants to know, before it comes in, by which ways its sound will come through.

use std::net::SocketAddr;

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::School, web::describe::Description};

/// What is tried, and the name and password for it, good for a minute.
#[derive(Serialize, ToSchema)]
#[schema(as = Paths)]
struct Paths<'a> {
    user: &'a str,
    password: &'a str,
    #[schema(value_type = Vec<String>)]
    addresses: &'a [SocketAddr],
}

pub async fn probe(school: Data<School>) -> HttpResponse {
    let (user, password) = school.media.probe();
    HttpResponse::Ok().json(Paths { user: &user, password: &password, addresses: school.media.candidates() })
}

pub fn describe(api: &mut Description) {
    api.about("The server", "For whoever wants to know how it is, and how to reach it.");
    api.get("/paths", "Get what one tries the ways of sound with")
        .gives::<Paths<'_>>(200, "Addresses, and a name and password for them, good for a minute.")
        .refuses(&[]);
}
