//! The settings: the school's name, its languages, its limits, and retention times.

use std::collections::HashMap;

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::{Value, context, value::Serde};

use crate::{
    access::SignUpPolicy,
    domain::{
        School,
        settings::{self, SchoolSettings},
    },
    error::{Failure, Refusal},
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
    },
};

const PAGE: &str = "/admin/settings";

/// The hidden field that says which version of the settings filled the form.
const VERSION: &str = "version";

/// The form's fields as they were typed.
type Fields = HashMap<String, String>;

fn fields_of(choices: &SchoolSettings) -> Fields {
    let ticked = |tick: bool| if tick { "on" } else { "" }.to_owned();
    let mut fields: Fields = [
        ("school_name", choices.school_name.clone()),
        ("capacity", choices.capacity.to_string()),
        ("highest_capacity", choices.highest_capacity.to_string()),
        ("upload_mb", choices.upload_mb.to_string()),
        ("quota_mb", choices.quota_mb.to_string()),
        ("empty_room_minutes", choices.empty_room_minutes.to_string()),
        ("keep_chat", ticked(choices.keep_chat)),
        ("cameras", choices.cameras.clone()),
        ("screens", choices.screens.clone()),
        ("attendance_days", choices.attendance_days.map_or_else(String::new, |days| days.to_string())),
        ("guest_days", choices.guest_days.to_string()),
        ("audit_days", choices.audit_days.to_string()),
        ("address_days", choices.address_days.to_string()),
        ("registration_days", choices.registration_days.to_string()),
        ("holidays", choices.holidays.clone()),
        ("help_text", choices.help_text.clone()),
        ("privacy_text", choices.privacy_text.clone()),
        ("contact_text", choices.contact_text.clone()),
        ("sign_up", choices.sign_up.clone()),
        ("sign_up_domains", choices.sign_up_domains.join(", ")),
        (VERSION, choices.version.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for code in &choices.languages {
        fields.insert(format!("language_{code}"), "on".to_owned());
    }
    fields
}

/// The fields as settings. A field that the browser did not send, because the configuration sets it, keeps its value.
fn choices_of(fields: &Fields, before: &SchoolSettings) -> Result<SchoolSettings, Refusal> {
    let number = |name: &str, before: i32, wrong: Refusal| match fields.get(name) {
        None => Ok(before),
        Some(text) => text.trim().parse().map_err(|_| wrong),
    };
    let ticked = |name: &str| fields.get(name).is_some_and(|value| !value.is_empty());
    let attendance = fields.get("attendance_days").map_or("", |text| text.trim());
    let attendance_days = if attendance.is_empty() { None } else { Some(attendance.parse()) };
    let languages = Language::ALL.iter().filter(|language| ticked(&format!("language_{}", language.code())));
    let domains = |text: &String| text.split([',', ';', ' ', '\n']).map(str::to_owned).collect();
    let text = |name: &str, before: &str| fields.get(name).cloned().unwrap_or_else(|| before.to_owned());
    Ok(SchoolSettings {
        holidays: text("holidays", &before.holidays),
        help_text: text("help_text", &before.help_text),
        privacy_text: text("privacy_text", &before.privacy_text),
        contact_text: text("contact_text", &before.contact_text),
        sign_up: fields.get("sign_up").cloned().unwrap_or_else(|| before.sign_up.clone()),
        sign_up_domains: fields.get("sign_up_domains").map_or_else(|| before.sign_up_domains.clone(), domains),
        school_name: fields.get("school_name").cloned().unwrap_or_default(),
        languages: languages.map(|language| language.code().to_owned()).collect(),
        capacity: number("capacity", before.capacity, Refusal::CapacitiesBad)?,
        highest_capacity: number("highest_capacity", before.highest_capacity, Refusal::CapacitiesBad)?,
        upload_mb: number("upload_mb", before.upload_mb, Refusal::UploadLimitBad)?,
        quota_mb: number("quota_mb", before.quota_mb, Refusal::QuotaBad)?,
        empty_room_minutes: number("empty_room_minutes", before.empty_room_minutes, Refusal::EmptyRoomBad)?,
        keep_chat: ticked("keep_chat"),
        cameras: text("cameras", &before.cameras),
        screens: text("screens", &before.screens),
        attendance_days: attendance_days.transpose().map_err(|_| Refusal::AttendanceDaysBad)?,
        guest_days: number("guest_days", before.guest_days, Refusal::GuestDaysBad)?,
        audit_days: number("audit_days", before.audit_days, Refusal::AuditDaysBad)?,
        address_days: number("address_days", before.address_days, Refusal::AddressDaysBad)?,
        registration_days: number("registration_days", before.registration_days, Refusal::RegistrationDaysBad)?,
        version: fields.get(VERSION).and_then(|text| text.parse().ok()).ok_or(Refusal::SettingsChanged)?,
    })
}

/// The field next to which a refusal is shown.
fn field_of(refusal: Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::SchoolNameBad => "school_name",
        Refusal::LanguagesBad => "languages",
        Refusal::CapacitiesBad => "capacity",
        Refusal::UploadLimitBad => "upload_mb",
        Refusal::QuotaBad => "quota_mb",
        Refusal::EmptyRoomBad => "empty_room_minutes",
        Refusal::AttendanceDaysBad => "attendance_days",
        Refusal::GuestDaysBad => "guest_days",
        Refusal::AuditDaysBad => "audit_days",
        Refusal::AddressDaysBad => "address_days",
        Refusal::RegistrationDaysBad => "registration_days",
        Refusal::ShowingRuleBad => "cameras",
        Refusal::HolidaysBad => "holidays",
        Refusal::SchoolTextBad => "help_text",
        Refusal::SignUpBad => "sign_up",
        Refusal::DomainsBad => "sign_up_domains",
        _ => return None,
    })
}

/// The current values that differ from the typed ones, in the short form of the audit trail.
fn others(stored: &Fields, typed: &Fields) -> Fields {
    let short = |value: &str| match value {
        "" => "–".to_owned(),
        "on" => "✓".to_owned(),
        text => text.to_owned(),
    };
    let names = stored.keys().chain(typed.keys()).filter(|name| *name != "form_token");
    let value = |fields: &Fields, name: &str| fields.get(name).cloned().unwrap_or_default();
    let differing = names.filter(|name| value(stored, name) != value(typed, name).trim());
    differing.map(|name| (name.clone(), short(&value(stored, name)))).collect()
}

fn page(
    cx: &PageContext,
    school: &School,
    typed: Option<&Fields>,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let (choices, given) = settings::see(school, cx.identity()?)?;
    let stored = fields_of(&choices);
    let mut fields = typed.cloned().unwrap_or_else(|| stored.clone());
    // A field that the browser did not send is empty.
    for name in stored.keys() {
        fields.entry(name.clone()).or_default();
    }
    let changed = wrong == Some(Refusal::SettingsChanged);
    if changed {
        // The page shows the new settings now.
        fields.insert(VERSION.to_owned(), choices.version.to_string());
    }
    let given = [
        ("upload_mb", given.upload.map(|bytes| bytes / 1_000_000)),
        ("quota_mb", given.quota.map(|bytes| bytes / 1_000_000)),
        ("empty_room_minutes", given.empty_room.map(|time| time.map_or(0, |time| time.num_minutes().unsigned_abs()))),
    ];
    let fixed: Vec<_> = given.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect();
    for (name, value) in &fixed {
        fields.insert((*name).to_owned(), value.to_string());
    }
    let mut now = if changed { others(&stored, &fields) } else { Fields::new() };
    now.retain(|name, _| fixed.iter().all(|(one, _)| one != name));
    let languages = Language::ALL.iter().map(|language| {
        let offered = fields.get(&format!("language_{}", language.code())).is_some_and(|value| !value.is_empty());
        context! { code => language.code(), name => language.name(), offered }
    });
    let context = context! {
        languages => languages.collect::<Vec<_>>(),
        fields => Value::from(Serde(&fields)),
        fixed => fixed.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        sign_ups => SignUpPolicy::ALL.map(SignUpPolicy::as_str),
        nameless => settings::NAMELESS,
        now,
        wrong => wrong.map(|refusal| context! { message => cx.refusal_text(refusal), field => field_of(refusal) }),
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    Ok(cx.page(status, "admin/settings.html", context))
}

pub async fn show(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&cx, &school, None, None)
}

pub async fn change(cx: PageContext, school: Data<School>, form: Form<Fields>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (before, _) = settings::see(&school, by)?;
    let changed = match choices_of(&form.0, &before) {
        Ok(choices) => settings::change(&school, by, choices).await,
        Err(refusal) => Err(refusal.into()),
    };
    match changed {
        Ok(()) => Ok(cx.go(PAGE, Done::SettingsSaved)),
        Err(Failure::Refused(refusal)) => page(&cx, &school, Some(&form.0), Some(refusal)),
        Err(fault) => Err(fault.into()),
    }
}
