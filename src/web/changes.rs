//! Requests of people who are signed in, when they change something: each person has a quota, and few are worked on at once.

use actix_web::{HttpMessage, HttpRequest, http::Method, web::Data};

use crate::{
    access::Identity,
    domain::{School, quotas::ChangePermit},
    error::Refusal,
};

/// Counts a request that changes something, and waits for its turn among those of the same person. The permit goes with the
/// request.
///
/// # Errors
/// [`Refusal::TooFast`].
pub async fn begin_change(request: &HttpRequest, by: &Identity) -> Result<(), Refusal> {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let counted = request.extensions().contains::<ChangePermit>();
    if let Some(school) = request.app_data::<Data<School>>().filter(|_| !reads && !counted) {
        let permit = school.person_limits.begin_change(by.person, by.role).await?;
        request.extensions_mut().insert(permit);
    }
    Ok(())
}
