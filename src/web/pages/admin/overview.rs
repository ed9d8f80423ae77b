//! The overview of the school.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::context;

use crate::{
    clock,
    domain::{School, accounts, overview},
    web::{
        errors::PageError,
        extract::PageContext,
        pages::{parts::size, when},
    },
};

pub async fn show(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let seen = overview::see(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let language = cx.language();
    let bytes = |bytes: i64| size(language, u64::try_from(bytes).unwrap_or(0));
    let disk = seen.disk.map(|disk| {
        context! { free => size(language, disk.free), all => size(language, disk.all), nearly_full => disk.is_nearly_full() }
    });
    let context = context! {
        people => seen.administrators + seen.teachers + seen.students,
        administrators => seen.administrators,
        teachers => seen.teachers,
        students => seen.students,
        blocked => seen.blocked,
        awaiting => seen.waiting,
        live => seen.live,
        present => seen.present,
        waiting => seen.jobs.waiting,
        failing => seen.jobs.failing,
        given_up => seen.jobs.given_up,
        files => bytes(seen.sizes.files),
        database => bytes(seen.sizes.database),
        disk,
        last_backup => seen.last_backup.map(|at| when::at(language, at, zone, clock::now())),
        backs_up => seen.backs_up,
    };
    Ok(cx.page(StatusCode::OK, "admin/overview.html", context))
}
