//! A teacher's calendar, a range of days at a time.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock::{self, Time},
    domain::{
        School,
        calendar::{self, Entry},
        sessions::{self, Scope},
    },
    error::Refusal,
    ids::SessionId,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, Json, SignedIn, session_id},
    },
};

/// How many days are read if the request does not say it.
const USUAL_DAYS: i64 = 42;
/// What clocks show, for machines.
const CLOCK: &str = "%Y-%m-%dT%H:%M:%S";

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CalendarEntry)]
struct EntryJson {
    id: SessionId,
    session_title: String,
    #[schema(value_type = String, format = DateTime)]
    date_time_of_session: Time,
    /// What clocks show at its start, such as `2030-03-25T09:00:00`, and as many minutes later.
    start: String,
    end: String,
    minutes: i32,
    /// `planned`, `live` or `ended`.
    state: String,
    /// Whether a rule repeats it.
    repeats: bool,
    /// Whether another lesson is at the same time.
    overlaps: bool,
    /// The names of the groups that it is for.
    groups: Vec<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Holiday)]
struct HolidayJson {
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Calendar)]
struct CalendarJson {
    /// The zone of the clocks that all times of the calendar are about.
    time_zone: String,
    lessons: Vec<EntryJson>,
    holidays: Vec<HolidayJson>,
}

fn entry(Entry { lesson, overlaps }: Entry, zone: Tz) -> EntryJson {
    let start = lesson.starts_at.with_timezone(&zone).naive_local();
    EntryJson {
        id: lesson.id,
        session_title: lesson.title,
        date_time_of_session: lesson.starts_at,
        start: start.format(CLOCK).to_string(),
        end: (start + Duration::minutes(lesson.minutes.into())).format(CLOCK).to_string(),
        minutes: lesson.minutes,
        state: lesson.state,
        repeats: lesson.repeats,
        overlaps,
        groups: lesson.groups,
    }
}

#[derive(Deserialize)]
pub struct Range {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

pub async fn read(school: Data<School>, caller: SignedIn, range: ApiQuery<Range>) -> Result<HttpResponse, ApiError> {
    let day = |text: &str, usual: NaiveDate| match text {
        "" => Ok(usual),
        text => text.parse::<NaiveDate>().map_err(|_| Refusal::TimeBad),
    };
    let from = day(&range.0.from, clock::now().date_naive())?;
    let to = day(&range.0.to, from + Duration::days(USUAL_DAYS))?;
    let found = calendar::read(&school, &caller.0, from, to).await?;
    let holidays = found.holidays.into_iter().map(|one| HolidayJson { from: one.from, to: one.to, name: one.name });
    Ok(HttpResponse::Ok().json(CalendarJson {
        time_zone: found.zone.name().to_owned(),
        lessons: found.entries.into_iter().map(|one| entry(one, found.zone)).collect(),
        holidays: holidays.collect(),
    }))
}

/// Where a lesson is moved.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MovedLesson)]
pub struct Moved {
    /// What clocks of one's time zone show at its start, such as `2030-03-25T09:00:00`.
    #[serde(default)]
    start: String,
    /// How long it is planned to be; without, it stays as long as it is.
    minutes: Option<i64>,
    /// Of a lesson that repeats, which are moved: `one`, `following` or `all`.
    #[serde(default)]
    scope: String,
}

pub async fn move_lesson(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    moved: Json<Moved>,
) -> Result<HttpResponse, ApiError> {
    // What is another's does not exist, whatever else is wrong.
    let id = sessions::get(&school, &caller.0, session_id(&path)?).await?.session.id;
    let formats = [CLOCK, "%Y-%m-%dT%H:%M"];
    let start = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&moved.0.start, format).ok());
    let to = (start.ok_or(Refusal::TimeBad)?, moved.0.minutes, Scope::parse(&moved.0.scope)?);
    let planned = calendar::move_lesson(&school, &caller.0, id, to).await?;
    let others = calendar::at_the_time_of(&school, &caller.0, &planned.session).await?;
    let titles = others.into_iter().map(|one| one.title).collect();
    Ok(HttpResponse::Ok().json(MoveJson { id: planned.session.id, overlaps: titles }))
}

#[derive(Serialize, ToSchema)]
#[schema(as = LessonMove)]
struct MoveJson {
    id: SessionId,
    /// The titles of the other lessons at this time.
    overlaps: Vec<String>,
}

pub fn describe(api: &mut Description) {
    api.about("calendar", "A teacher's lessons and the school's holidays, a range of days at a time.");
    api.get("/calendar", "The lessons of a range of days")
        .signed_in()
        .query::<String>("from", "The first day, such as `2030-03-01`; without, it is today.")
        .query::<String>("to", "The day after the last one, at most 100 days later; without, 42 days later.")
        .gives::<CalendarJson>(200, "The lessons by their start, and the school's holidays.")
        .refuses(&[Refusal::NotAllowed, Refusal::TimeBad]);
    api.put("/sessions/{id}/time", "Move a lesson on the calendar")
        .signed_in()
        .takes::<Moved>()
        .gives::<MoveJson>(200, "It is moved.")
        .refuses(&[
            Refusal::NotAllowed,
            Refusal::SessionUnknown,
            Refusal::SessionLive,
            Refusal::LessonEnded,
            Refusal::TimeBad,
            Refusal::LengthBad,
            Refusal::ScopeBad,
            Refusal::RecurrenceNever,
            Refusal::RecurrenceLong,
            Refusal::SessionsFull,
        ]);
}
