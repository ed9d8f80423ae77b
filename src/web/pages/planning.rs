//! The form in which a teacher plans a lesson or changes one. What was typed is never lost.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use super::when;
use crate::{
    access::Identity,
    domain::{
        School,
        experiences::{self, Shelf},
        moments, series,
        sessions::{self, Draft, Planned},
    },
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::roster::SessionState,
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit, session_id},
        flash::Done,
    },
};

/// The form's fields as they were typed.
#[derive(Serialize, Deserialize)]
pub struct Fields {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    experience: String,
    /// A box that is not ticked is not sent.
    guests_allowed: Option<String>,
    waiting_room: Option<String>,
    keep_chat: Option<String>,
    #[serde(default)]
    capacity: String,
    #[serde(default)]
    series: String,
    keep_results: Option<String>,
}

impl Fields {
    fn of(draft: &Draft) -> Self {
        let local = draft.starts_at.with_timezone(&draft.time_zone);
        let tick = |ticked: bool| ticked.then(|| "on".to_owned());
        Self {
            title: draft.title.clone(),
            description: draft.description.clone(),
            date: local.format("%Y-%m-%d").to_string(),
            time: local.format("%H:%M").to_string(),
            time_zone: draft.time_zone.name().to_owned(),
            experience: draft.experience.map(|id| id.to_string()).unwrap_or_default(),
            guests_allowed: tick(draft.guests_allowed),
            waiting_room: tick(draft.waiting_room),
            keep_chat: tick(draft.retention == sessions::KEEP),
            capacity: draft.capacity.to_string(),
            series: draft.series.clone(),
            keep_results: tick(draft.keep_results),
        }
    }

    /// What they mean. The date and time of `stays` are kept, whatever the form says.
    fn draft(&self, stays: Option<&Draft>) -> Result<Draft, Refusal> {
        let (starts_at, time_zone) = match stays {
            Some(old) => (old.starts_at, old.time_zone),
            None => moments::local(&self.date, &self.time, &self.time_zone)?,
        };
        let experience = match self.experience.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Refusal::ExperienceUnknown)?),
        };
        Ok(Draft {
            title: self.title.clone(),
            description: self.description.clone(),
            starts_at,
            time_zone,
            experience,
            guests_allowed: self.guests_allowed.is_some(),
            waiting_room: self.waiting_room.is_some(),
            retention: if self.keep_chat.is_some() { sessions::KEEP } else { sessions::DURING_SESSION }.to_owned(),
            capacity: self.capacity.trim().parse().map_err(|_| Refusal::CapacityBad)?,
            series: self.series.clone(),
            keep_results: self.keep_results.is_some(),
        })
    }
}

/// The field that a refusal is about, so that it is shown there.
fn field_of(refusal: Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::TitleEmpty | Refusal::TitleTooLong | Refusal::TextBad => "title",
        Refusal::DescriptionTooLong => "description",
        Refusal::TimeBad => "time",
        Refusal::TimeZoneUnknown => "time_zone",
        Refusal::ExperienceUnknown => "experience",
        Refusal::CapacityBad | Refusal::CapacityTooHigh => "capacity",
        Refusal::SeriesTooLong => "series",
        _ => return None,
    })
}

/// What the form is for: planning a new lesson, or changing one.
enum Purpose<'a> {
    New,
    Change { id: SessionId, live: bool, based_on: Option<&'a experiences::Experience> },
}

async fn form(
    visit: &Visit,
    school: &School,
    by: &Identity,
    purpose: Purpose<'_>,
    fields: &Fields,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let Shelf { own, others, more } = experiences::shelf(school, by, 0).await?;
    let choice = |one: &experiences::Experience| context! { id => one.id.to_string(), title => one.title.as_str() };
    let (id, live, based_on) = match purpose {
        Purpose::New => (None, false, None),
        Purpose::Change { id, live, based_on } => (Some(id.to_string()), live, based_on),
    };
    // One that is beyond the list, or is not public any more, would be lost with the next thing that is saved.
    let unlisted = based_on.filter(|kept| !own.iter().chain(&others).any(|one| one.id == kept.id));
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! {
        id,
        live,
        fields => Value::from(Serde(fields)),
        zones => when::zones(),
        highest_capacity => school.choices().highest_capacity,
        own => own.iter().map(choice).collect::<Vec<_>>(),
        series => series::names(school, by).await?,
        others => others.iter().map(choice).collect::<Vec<_>>(),
        unlisted => unlisted.map(choice),
        more,
        wrong => wrong.map(|refusal| context! { message => visit.told(refusal), field => field_of(refusal) }),
    };
    Ok(visit.page(status, "dashboard/form.html", context))
}

pub async fn new(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let draft = sessions::blank(&school, by).await?;
    form(&visit, &school, by, Purpose::New, &Fields::of(&draft), None).await
}

pub async fn create(visit: Visit, school: Data<School>, fields: Form<Fields>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let planned = match fields.0.draft(None) {
        Ok(draft) => sessions::create(&school, by, draft).await,
        Err(refusal) => Err(refusal.into()),
    };
    match planned {
        Ok(planned) => Ok(visit.go(&format!("/dashboard/sessions/{}", planned.session.id), Done::Planned)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            form(&visit, &school, by, Purpose::New, &fields.0, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

pub async fn edit(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let id = session_id(&path)?;
    let Planned { session, experience } = sessions::get(&school, by, id).await?;
    let state = sessions::state_of(&session);
    if state == SessionState::Ended {
        return visit.go_refused(&format!("/dashboard/sessions/{id}"), Refusal::LessonEnded.into());
    }
    let purpose = Purpose::Change { id, live: state == SessionState::Live, based_on: experience.as_ref() };
    form(&visit, &school, by, purpose, &Fields::of(&Draft::of(&session)), None).await
}

pub async fn change(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    mut fields: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let id = session_id(&path)?;
    let Planned { session, experience } = sessions::get(&school, by, id).await?;
    let live = sessions::state_of(&session) == SessionState::Live;
    let old = Draft::of(&session);
    let changed = match fields.0.draft(Some(&old).filter(|_| live)) {
        Ok(draft) => sessions::edit(&school, by, id, draft).await,
        Err(refusal) => Err(refusal.into()),
    };
    match changed {
        Ok(_) => Ok(visit.go(&format!("/dashboard/sessions/{id}"), Done::Changed)),
        Err(failure @ Failure::Refused(Refusal::LessonEnded)) => {
            visit.go_refused(&format!("/dashboard/sessions/{id}"), failure)
        }
        Err(Failure::Refused(refusal)) => {
            if live {
                // The form had these locked, so the browser did not send them.
                let Fields { date, time, time_zone, .. } = Fields::of(&old);
                fields.0 = Fields { date, time, time_zone, ..fields.0 };
            }
            let purpose = Purpose::Change { id, live, based_on: experience.as_ref() };
            form(&visit, &school, by, purpose, &fields.0, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
