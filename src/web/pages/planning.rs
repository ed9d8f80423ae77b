//! The form to plan a lesson or to change one. A refusal shows the form again as it was typed.

use std::collections::{HashMap, HashSet};

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;
use minijinja::{Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use super::{
    repeat_fields::{self, RepeatFields},
    when,
};
use crate::{
    access::Identity,
    clock,
    domain::{
        School, datetime,
        experiences::{self, AvailableExperiences},
        groups, lifecycle, series,
        sessions::{self, Draft, Planned, Scope},
    },
    error::{Failure, Refusal},
    ids::{GroupId, SessionId},
    protocol::roster::SessionState,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext, session_id},
        flash::Done,
        redirect::see_other,
    },
};

/// A lesson that began this long ago is not yet in the past: its teacher is a little late.
const PAST: Duration = Duration::minutes(15);

/// How the names of the groups' boxes begin.
const GROUP: &str = "group_";

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
    /// Browsers do not send a box that is not ticked.
    guests_allowed: Option<String>,
    waiting_room: Option<String>,
    keep_chat: Option<String>,
    #[serde(default)]
    capacity: String,
    #[serde(default)]
    series: String,
    keep_results: Option<String>,
    /// The code alone lets nobody in.
    groups_only: Option<String>,
    /// Among them a box for each group, named by its id.
    #[serde(flatten, skip_serializing)]
    others: HashMap<String, String>,
    #[serde(default)]
    minutes: String,
    /// The teacher means a time in the past.
    past: Option<String>,
    #[serde(flatten)]
    repeat: RepeatFields,
    /// Which lessons of the rule are changed.
    #[serde(default)]
    scope: String,
}

impl Fields {
    fn of(draft: &Draft, rule: Option<&str>) -> Self {
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
            minutes: draft.minutes.to_string(),
            groups_only: tick(!draft.by_code),
            others: draft.groups.iter().flatten().map(|id| (format!("{GROUP}{id}"), "on".to_owned())).collect(),
            past: None,
            repeat: RepeatFields::of(rule),
            scope: "one".to_owned(),
        }
    }

    /// What a change of a lesson with this rule is about, and the rule that the form describes, if it counts.
    fn repetition(&self, rule: Option<&str>, day: NaiveDate) -> Result<(Scope, Option<String>), Refusal> {
        let scope = Scope::parse(&self.scope)?;
        if rule.is_some() && scope == Scope::One {
            return Ok((scope, None));
        }
        Ok((scope, self.repeat.rule(day)?))
    }

    /// The fields as a draft of a lesson to come. A time in the past needs to be confirmed, unless it was so before.
    fn draft_to_come(&self, before: Option<&Draft>, live: bool, rule: Option<&str>) -> Result<Draft, Refusal> {
        let draft = self.draft(before.filter(|_| live))?;
        let day = draft.starts_at.with_timezone(&draft.time_zone).date_naive();
        let (scope, recurrence) = if live { (Scope::One, None) } else { self.repetition(rule, day)? };
        let draft = Draft { scope, recurrence, ..draft };
        let stays = before.is_some_and(|before| before.starts_at == draft.starts_at);
        if draft.starts_at + PAST < clock::now() && !stays && self.past.is_none() {
            return Err(Refusal::TimePast);
        }
        Ok(draft)
    }

    /// The fields as a draft. The date and time of `stays` are kept, whatever the form says.
    fn draft(&self, stays: Option<&Draft>) -> Result<Draft, Refusal> {
        let (starts_at, time_zone) = match stays {
            Some(old) => (old.starts_at, old.time_zone),
            None => datetime::local(&self.date, &self.time, &self.time_zone)?,
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
            recurrence: None,
            scope: Scope::One,
            minutes: match self.minutes.trim() {
                "" => stays.map_or(Draft::blank().minutes, |old| old.minutes),
                text => text.parse().map_err(|_| Refusal::LengthBad)?,
            },
            groups: Some(
                self.groups().map(|id| id.parse().map_err(|_| Refusal::GroupUnknown)).collect::<Result<_, _>>()?,
            ),
            by_code: self.groups_only.is_none(),
        })
    }

    /// The ids of the groups whose boxes are ticked.
    fn groups(&self) -> impl Iterator<Item = &str> {
        self.others.keys().filter_map(|name| name.strip_prefix(GROUP))
    }
}

/// The field next to which a refusal is shown.
fn field_of(refusal: Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::TitleEmpty | Refusal::TitleTooLong | Refusal::TextBad => "title",
        Refusal::DescriptionTooLong => "description",
        Refusal::TimeBad | Refusal::TimePast => "time",
        Refusal::LengthBad => "minutes",
        Refusal::RecurrenceBad | Refusal::RecurrenceEndless | Refusal::RecurrenceNever | Refusal::RecurrenceLong => {
            "repeat"
        }
        Refusal::TimeZoneUnknown => "time_zone",
        Refusal::ExperienceUnknown => "experience",
        Refusal::CapacityBad | Refusal::CapacityTooHigh => "capacity",
        Refusal::SeriesTooLong => "series",
        Refusal::AudienceEmpty | Refusal::AudienceMany | Refusal::GroupUnknown => "groups",
        _ => return None,
    })
}

/// Whether the form plans a new lesson or changes one.
enum Purpose<'a> {
    New,
    Change { id: SessionId, live: bool, based_on: Option<&'a experiences::Experience>, repeats: bool },
}

async fn form(
    cx: &PageContext,
    school: &School,
    by: &Identity,
    purpose: Purpose<'_>,
    fields: &Fields,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let AvailableExperiences { own, others, more } = experiences::available(school, by, 0).await?;
    let choice = |one: &experiences::Experience| context! { id => one.id.to_string(), title => one.title.as_str() };
    let (session, live, based_on, repeats) = match purpose {
        Purpose::New => (None, false, None, false),
        Purpose::Change { id, live, based_on, repeats } => (Some(id), live, based_on, repeats),
    };
    let id = session.map(|id| id.to_string());
    let own_groups = groups::list(school, by).await?.groups.into_iter().map(|one| one.group);
    let theirs = match session {
        Some(session) => groups::of_session(school, by, session).await?,
        None => Vec::new(),
    };
    // Also those that are archived by now, or a colleague's.
    let mut choices: Vec<_> = own_groups.collect();
    choices
        .extend(theirs.into_iter().filter(|group| !choices.iter().any(|one| one.id == group.id)).collect::<Vec<_>>());
    let chosen: HashSet<_> = fields.groups().collect();
    let groups = choices.iter().map(|group| {
        let id = group.id.to_string();
        context! { chosen => chosen.contains(id.as_str()), id, name => group.name.as_str() }
    });
    // The next save would lose an experience that is beyond the list or not public any more.
    let unlisted = based_on.filter(|kept| !own.iter().chain(&others).any(|one| one.id == kept.id));
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    let context = context! {
        id,
        live,
        repeats,
        repeat_kinds => repeat_fields::KINDS,
        weekdays => repeat_fields::weekdays(cx.language()),
        fields => Value::from(Serde(fields)),
        zones => when::zones(),
        highest_capacity => school.current_settings().highest_capacity,
        own => own.iter().map(choice).collect::<Vec<_>>(),
        series => series::names(school, by).await?,
        groups => groups.collect::<Vec<_>>(),
        others => others.iter().map(choice).collect::<Vec<_>>(),
        unlisted => unlisted.map(choice),
        more,
        past => fields.past.is_some() || wrong == Some(Refusal::TimePast),
        wrong => wrong.map(|refusal| context! { message => cx.refusal_text(refusal), field => field_of(refusal) }),
    };
    Ok(cx.page(status, "dashboard/form.html", context))
}

#[derive(Deserialize)]
pub struct NewQuery {
    /// The lesson to copy.
    #[serde(default)]
    copy: String,
    /// The group that it is for.
    #[serde(default)]
    group: String,
    /// When it is, on the teacher's clock.
    #[serde(default)]
    date: String,
    #[serde(default)]
    time: String,
}

pub async fn new(cx: PageContext, school: Data<School>, asked: Query<NewQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let draft = match asked.copy.parse() {
        Ok(id) => sessions::copy(&school, by, id).await?,
        Err(_) => sessions::blank(&school, by).await?,
    };
    let draft = match asked.group.parse::<GroupId>() {
        Ok(group) => Draft { groups: Some(vec![group]), by_code: false, ..draft },
        Err(_) => draft,
    };
    let mut fields = Fields::of(&draft, None);
    if asked.date.parse::<NaiveDate>().is_ok() {
        fields.date.clone_from(&asked.date);
    }
    if !asked.time.is_empty() {
        fields.time.clone_from(&asked.time);
    }
    form(&cx, &school, by, Purpose::New, &fields, None).await
}

/// The form that starts a lesson at once.
#[derive(Deserialize)]
pub struct NowForm {
    /// The browser's, for a teacher without one.
    #[serde(default)]
    time_zone: String,
}

/// Plans a lesson for now with the usual settings, starts it, and leads the teacher into it.
pub async fn start_now(cx: PageContext, school: Data<School>, form: Form<NowForm>) -> Result<HttpResponse, PageError> {
    let (by, language) = (&cx.identity_once()?, cx.language());
    let now = clock::now();
    let mut draft = sessions::blank(&school, by).await?;
    if draft.time_zone == Tz::UTC {
        draft.time_zone = datetime::time_zone(&form.0.time_zone).unwrap_or(Tz::UTC);
    }
    let at = when::at(language, now, draft.time_zone, now);
    let (date, time) = (at.get_attr("full_date"), at.get_attr("time"));
    let words = [("date", date), ("time", time)].map(|(name, word)| (name, word.unwrap_or_default().to_string()));
    let title = language.tell("start-now-title", &words.into_iter().collect());
    let planned = sessions::create(&school, by, Draft { title, starts_at: now, ..draft }).await?;
    match lifecycle::start(&school, by, planned.session.id).await {
        // The first of two equal requests has started it, or even ended it since.
        Ok(_) | Err(Failure::Refused(Refusal::AlreadyLive | Refusal::LessonEnded)) => {}
        Err(failure) => return Err(failure.into()),
    }
    Ok(see_other(&format!("/join/{}", planned.session.code)).finish())
}

pub async fn create(cx: PageContext, school: Data<School>, fields: Form<Fields>) -> Result<HttpResponse, PageError> {
    let by = &cx.identity_once()?;
    let planned = match fields.0.draft_to_come(None, false, None) {
        Ok(draft) => sessions::create(&school, by, draft).await,
        Err(refusal) => Err(refusal.into()),
    };
    match planned {
        Ok(planned) => Ok(cx.go(&format!("/dashboard/sessions/{}", planned.session.id), Done::Planned)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            form(&cx, &school, by, Purpose::New, &fields.0, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

pub async fn edit(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let id = session_id(&path)?;
    let Planned { session, experience, recurrence } = sessions::get(&school, by, id).await?;
    let state = sessions::state_of(&session);
    if state == SessionState::Ended {
        return cx.go_refused(&format!("/dashboard/sessions/{id}"), Refusal::LessonEnded.into());
    }
    let (live, repeats) = (state == SessionState::Live, recurrence.is_some());
    let purpose = Purpose::Change { id, live, based_on: experience.as_ref(), repeats };
    let theirs = groups::of_session(&school, by, id).await?.into_iter().map(|group| group.id).collect();
    let draft = Draft { groups: Some(theirs), ..Draft::of(&session) };
    form(&cx, &school, by, purpose, &Fields::of(&draft, recurrence.as_deref()), None).await
}

pub async fn change(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    mut fields: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let id = session_id(&path)?;
    let Planned { session, experience, recurrence } = sessions::get(&school, by, id).await?;
    let live = sessions::state_of(&session) == SessionState::Live;
    let old = Draft::of(&session);
    let changed = match fields.0.draft_to_come(Some(&old), live, recurrence.as_deref()) {
        Ok(draft) => sessions::edit(&school, by, id, draft).await,
        Err(refusal) => Err(refusal.into()),
    };
    match changed {
        Ok(planned) => Ok(cx.go(&format!("/dashboard/sessions/{}", planned.session.id), Done::Changed)),
        Err(failure @ Failure::Refused(Refusal::LessonEnded)) => {
            cx.go_refused(&format!("/dashboard/sessions/{id}"), failure)
        }
        Err(Failure::Refused(refusal)) => {
            if live {
                // The form had these fields disabled, so the browser did not send them.
                let Fields { date, time, time_zone, minutes, .. } = Fields::of(&old, None);
                fields.0 = Fields { date, time, time_zone, minutes, ..fields.0 };
            }
            let repeats = recurrence.is_some();
            let purpose = Purpose::Change { id, live, based_on: experience.as_ref(), repeats };
            form(&cx, &school, by, purpose, &fields.0, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
