//! For a browser that wants to know, before it comes in, by which ways its sound will come through.

use std::net::SocketAddr;

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;

use crate::domain::School;

/// What is tried, and the name and password for it, good for a minute.
#[derive(Serialize)]
struct Paths<'a> {
    user: &'a str,
    password: &'a str,
    addresses: &'a [SocketAddr],
}

pub async fn probe(school: Data<School>) -> HttpResponse {
    let (user, password) = school.media.probe();
    HttpResponse::Ok().json(Paths { user: &user, password: &password, addresses: school.media.candidates() })
}
