//! The whole URL map.

use actix_web::{
    HttpRequest, Resource,
    guard::{self, Guard},
    middleware::from_fn,
    web::{self, Data, JsonConfig, PathConfig, PayloadConfig, QueryConfig, ServiceConfig},
};

use super::{Door, api, assets, boards, errors, extract::BODY_LIMIT, files, headers, limbo, pages, trace, whip, ws};
use crate::{domain::SchoolRef, error::Refusal};

/// A table of `path => METHOD handler, ...`. It makes the services, and a list that the tests compare with their own.
macro_rules! table {
    (
        $(#[$doc:meta])*
        $list:ident, $services:ident $(, $guarded:ident if $meant:path)?
        { $($path:literal => $($method:ident $handler:path),+;)* }
    ) => {
        $(#[$doc])*
        pub const $list: &[(&str, &str)] = &[$($((stringify!($method), $path)),+),*];

        fn $services(config: &mut ServiceConfig) {
            $(config.service(resource($path, &[$(stringify!($method)),+])$(.route(web::route().guard($method()).to($handler)))+);)*
        }

        table!(@guarded $($guarded $meant)? ; $($path => $($method $handler),+;)*);
    };
    (@guarded ; $($routes:tt)*) => {};
    (@guarded $services:ident $meant:path ; $($path:literal => $($method:ident $handler:path),+;)*) => {
        /// The same services for requests that match only: all others go to the page at the same address.
        fn $services(config: &mut ServiceConfig) {
            $($(config.service(
                web::resource($path).guard($method()).guard(guard::fn_guard($meant)).route(web::route().to($handler)),
            );)+)*
        }
    };
}

table! {
    /// The JSON API, at the root and under `/api`.
    API, services_of_api {
        "/auth/local" => POST api::accounts::sign_in;
        "/auth/refresh" => POST api::accounts::refresh;
        "/auth/logout" => POST api::accounts::sign_out;
        "/auth/logout-everywhere" => POST api::accounts::sign_out_everywhere;
        "/auth/local/register" => POST api::registration::register;
        "/auth/email-confirmation" => POST api::registration::confirm;
        "/auth/send-email-confirmation" => POST api::registration::send_again;
        "/auth/forgot-password" => POST api::recovery::forgot;
        "/auth/reset-password" => POST api::recovery::reset;
        "/room" => POST api::compat::watch_party::make_room, GET api::compat::watch_party::room;
        "/signup" => POST api::compat::watch_party::sign_up;
        "/accounts" => POST api::compat::video_conference::create;
        "/accounts/token" => POST api::compat::video_conference::sign_in;
        "/accounts/me" => GET api::compat::video_conference::check_token;
        "/meeting" => POST api::compat::meetings::create;
        "/meeting/join" => POST api::compat::meetings::join;
        "/meeting/leave" => POST api::compat::meetings::leave;
        "/meeting/end/{meeting}" => POST api::compat::meetings::end;
        "/invite" => POST api::invitations::invite;
        "/updateme" => PUT api::accounts::update;
        "/usersme" => GET api::accounts::me;
        "/users/me" => GET api::accounts::me;
        "/people" => GET api::people::search, POST api::members::add;
        "/users/me/lessons" => GET api::own_lessons::list;
        "/users/me/devices" => GET api::accounts::devices;
        "/users/me/devices/{device}" => DELETE api::accounts::sign_out_device;
        "/users/me/export" => GET api::people::export_own;
        "/users/me/erase" => POST api::people::erase_own;
        "/people/{person}" => GET api::people::get, PUT api::members::edit, DELETE api::people::erase;
        "/people/{person}/approve" => POST api::members::approve;
        "/people/{person}/export" => GET api::people::export;
        "/people/{person}/role" => PUT api::people::set_role;
        "/people/{person}/block" => PUT api::people::block, DELETE api::people::unblock;
        "/people/{person}/link" => POST api::sign_in_links::issue, DELETE api::sign_in_links::revoke;
        "/people/{person}/reset-access" => POST api::people::reset_access;
        "/live" => GET api::live::list;
        "/live/{id}" => GET api::live::peers;
        "/live/{id}/close" => POST api::live::close;
        "/experiences" => GET api::experiences::list, POST api::experiences::create;
        "/experiences/{experience}" =>
            GET api::experiences::get, PUT api::experiences::edit, DELETE api::experiences::delete;
        "/upload" => POST api::files::upload;
        "/office" => POST api::office::receive;
        "/office/{conversion}" => GET api::office::progress;
        "/sessions" => GET api::sessions::list, POST api::sessions::create;
        "/sessions/{id}" => GET api::sessions::get, PUT api::sessions::edit, DELETE api::sessions::delete;
        "/sessions/{id}/items" => POST api::slides::bring;
        "/items/{item}/notes" => GET api::slides::notes, PUT api::slides::put_note;
        "/hand-ins" => POST api::hand_ins::hand_in;
        "/sessions/{id}/hand-ins.zip" => GET api::hand_ins::archive;
        "/sessions/{id}/series" => PUT api::sessions::set_series;
        "/sessions/{id}/time" => PUT api::calendar::move_lesson;
        "/calendar" => GET api::calendar::read;
        "/sessions/{id}/reopen" => POST api::sessions::reopen;
        "/sessions/{id}/chat" => GET api::kept::chat;
        "/sessions/{id}/answers" => GET api::kept::answers;
        "/sessions/{id}/polls" => GET api::kept_polls::list;
        "/sessions/{id}/boards" => GET api::kept_boards::list;
        "/sessions/{id}/boards/{page}" => GET api::kept_boards::content;
        "/groups" => GET api::groups::list, POST api::groups::create;
        "/groups/check" => POST api::groups::check;
        "/groups/{group}" => GET api::groups::get, PUT api::groups::edit, DELETE api::groups::delete;
        "/groups/{group}/students" => POST api::groups::add_students;
        "/groups/{group}/share" => POST api::groups::share;
        "/groups/{group}/start" => POST api::group_lessons::start;
        "/groups/{group}/progress" => GET api::group_lessons::progress;
        "/groups/{group}/leave" => POST api::groups::leave;
        "/groups/{group}/links" => GET api::group_students::links;
        "/group-students/{place}" => PUT api::group_students::change_student, DELETE api::group_students::remove_student;
        "/group-students/{place}/move" => POST api::group_students::move_student;
        "/group-students/{place}/account" => POST api::group_students::join_account;
        "/group-students/{place}/link" => POST api::group_students::reset_link;
        "/series" => GET api::progress::all_series;
        "/students" => GET api::progress::students;
        "/students/{student}/progress" => GET api::progress::report;
        "/progress" => GET api::progress::overview;
        "/sessions/{id}/stream-keys" => GET api::stream_keys::list, POST api::stream_keys::issue;
        "/sessions/{id}/stream-keys/{key}" => DELETE api::stream_keys::revoke;
        "/paths" => GET api::paths::probe;
        "/healthz" => GET api::health::healthz;
        "/readyz" => GET api::health::readyz;
        "/openapi.json" => GET api::docs::openapi;
        "/docs" => GET api::docs::page;
    }
}

table! {
    /// Routes of the JSON API at addresses that pages have too. They come before the pages, for clients that send or accept JSON.
    SHARED, services_of_shared, services_beside_pages if api::compat::watch_party::matches {
        "/signin" => POST api::compat::watch_party::sign_in;
        "/profile" => GET api::compat::watch_party::profile, PUT api::compat::watch_party::change;
    }
}

table! {
    /// Look-ups of join codes, at the root and under `/api`. Whole classes look codes up at once, so no middleware wraps them.
    CODES, services_of_codes {
        "/codes/{code}" => GET api::codes::card;
    }
}

table! {
    /// Programs that stream, from any origin.
    STREAMS, services_of_streams {
        "/whip/{code}" => POST whip::publish, OPTIONS whip::options_of_door, GET whip::nothing;
        "/whip/{code}/{stream}" =>
            PATCH whip::amend_publisher, DELETE whip::close_publisher, OPTIONS whip::options_of_stream, GET whip::nothing;
        "/whep/{code}" => POST whip::view, OPTIONS whip::options_of_door, GET whip::nothing;
        "/whep/{code}/{stream}" =>
            PATCH whip::amend_viewer, DELETE whip::close_viewer, OPTIONS whip::options_of_stream, GET whip::nothing;
    }
}

table! {
    /// The pages.
    PAGES, services_of_pages {
        "/" => GET pages::home::show;
        "/help" => GET pages::school_texts::help;
        "/privacy" => GET pages::school_texts::privacy;
        "/contact" => GET pages::school_texts::contact;
        "/signin" => GET pages::signin::show, POST pages::signin::sign_in;
        "/register" => GET pages::register::show, POST pages::register::register;
        "/welcome/{token}" => GET pages::welcome::show, POST pages::welcome::create;
        "/confirm" => GET pages::confirm::wait, POST pages::confirm::send_again;
        "/confirm/address" => POST pages::confirm::correct;
        "/confirm/{token}" => GET pages::confirm::show, POST pages::confirm::confirm;
        "/confirm-address/{token}" => GET pages::confirm::show_address, POST pages::confirm::confirm_address;
        "/unsubscribe/{token}" => GET pages::reminders::show, POST pages::reminders::unsubscribe;
        "/forgot-password" => GET pages::password::forgot_form, POST pages::password::forgot;
        "/reset-password/{token}" => GET pages::password::show, POST pages::password::reset;
        "/dashboard/students" => GET pages::students::list, POST pages::students::invite;
        "/invitation/{token}" => GET pages::invitation::show, POST pages::invitation::register;
        "/invitation/{token}/accept" => POST pages::invitation::accept;
        "/profile" => GET pages::profile::show, POST pages::profile::set_name;
        "/profile/avatar" => POST pages::profile::set_avatar;
        "/profile/language" => POST pages::profile::set_language;
        "/profile/time-zone" => POST pages::profile::set_time_zone;
        "/profile/calendar" => POST pages::calendar_feed::reset;
        "/limbo/calendar" => POST pages::calendar_feed::reset_student;
        "/calendar/{token}.ics" => GET pages::calendar_feed::read;
        "/profile/reminders" => POST pages::reminders::choose;
        "/profile/password" => POST pages::profile::change_password;
        "/profile/export" => GET pages::profile::export;
        "/profile/erase" => POST pages::profile::erase;
        "/lessons" => GET pages::own_lessons::show;
        "/language" => POST pages::language::choose;
        "/profile/devices/{device}/signout" => POST pages::profile::sign_out_device;
        "/signout" => POST pages::signin::sign_out;
        "/signout/everywhere" => POST pages::signin::sign_out_everywhere;
        "/dashboard" => GET pages::dashboard::list;
        "/dashboard/sessions" => POST pages::planning::create;
        "/dashboard/sessions/now" => POST pages::planning::start_now;
        "/dashboard/sessions/new" => GET pages::planning::new;
        "/dashboard/sessions/{id}" => GET pages::dashboard::show;
        "/dashboard/sessions/{id}/waiting" => GET pages::dashboard::waiting;
        "/dashboard/sessions/{id}/attendance.csv" => GET pages::tables::attendance;
        "/dashboard/sessions/{id}/chat.csv" => GET pages::tables::chat;
        "/dashboard/sessions/{id}/answers.csv" => GET pages::tables::answers;
        "/dashboard/sessions/{id}/polls.csv" => GET pages::tables::polls;
        "/dashboard/sessions/{id}/edit" => GET pages::planning::edit, POST pages::planning::change;
        "/dashboard/sessions/{id}/start" => POST pages::dashboard::start;
        "/dashboard/sessions/{id}/end" => POST pages::dashboard::end;
        "/dashboard/sessions/{id}/reopen" => POST pages::dashboard::reopen;
        "/dashboard/sessions/{id}/delete" => POST pages::dashboard::delete;
        "/dashboard/sessions/{id}/series" => POST pages::dashboard::set_series;
        "/dashboard/sessions/{id}/stream-keys" => POST pages::stream_keys::issue;
        "/dashboard/sessions/{id}/stream-keys/{key}/delete" => POST pages::stream_keys::revoke;
        "/dashboard/experiences" => GET pages::experiences::list, POST pages::experiences::create;
        "/dashboard/experiences/{experience}" => GET pages::experiences::show, POST pages::experiences::edit;
        "/dashboard/experiences/{experience}/delete" => POST pages::experiences::delete;
        "/dashboard/experiences/{experience}/files" => POST pages::experiences::add_files;
        "/dashboard/experiences/{experience}/parts" => POST pages::experiences::add_part;
        "/dashboard/experiences/{experience}/parts/{item}" => POST pages::experiences::edit_part;
        "/dashboard/experiences/{experience}/parts/{item}/move" => POST pages::experiences::move_part;
        "/dashboard/experiences/{experience}/parts/{item}/delete" => POST pages::experiences::delete_part;
        "/dashboard/students/{student}" => GET pages::progress::student;
        "/dashboard/groups" => GET pages::groups::list;
        "/dashboard/groups/check" => POST pages::group_lists::check;
        "/dashboard/groups/save" => POST pages::group_lists::save;
        "/dashboard/groups/{group}" => GET pages::groups::show;
        "/dashboard/groups/{group}/start" => POST pages::groups::start;
        "/dashboard/groups/{group}/links" => GET pages::groups::sheet;
        "/dashboard/groups/{group}/progress" => GET pages::group_progress::show;
        "/dashboard/groups/{group}/progress.csv" => GET pages::group_progress::table;
        "/dashboard/groups/{group}/calendar" => POST pages::calendar_feed::reset_group;
        "/dashboard/groups/{group}/rename" => POST pages::groups::rename;
        "/dashboard/groups/{group}/archive" => POST pages::groups::archive;
        "/dashboard/groups/{group}/restore" => POST pages::groups::restore;
        "/dashboard/groups/{group}/delete" => POST pages::groups::delete;
        "/dashboard/groups/{group}/share" => POST pages::groups::share;
        "/dashboard/groups/{group}/leave" => POST pages::groups::leave;
        "/dashboard/group-students/{place}" => POST pages::group_students::change_student;
        "/dashboard/group-students/{place}/move" => POST pages::group_students::move_student;
        "/dashboard/group-students/{place}/account" => POST pages::group_students::join_account;
        "/dashboard/group-students/{place}/link" => POST pages::group_students::reset_link;
        "/dashboard/group-students/{place}/delete" => POST pages::group_students::remove_student;
        "/dashboard/calendar" => GET pages::calendar::show;
        "/dashboard/progress" => GET pages::progress::overview;
        "/dashboard/progress.csv" => GET pages::progress::table;
        "/admin" => GET pages::admin::overview::show;
        "/admin/people" => GET pages::admin::people::list;
        "/admin/people/add" => GET pages::admin::members::form, POST pages::admin::members::add;
        "/admin/people/{person}" => GET pages::admin::people::show;
        "/admin/people/{person}/edit" => POST pages::admin::members::edit;
        "/admin/people/{person}/approve" => POST pages::admin::members::approve;
        "/admin/people/{person}/role" => POST pages::admin::people::set_role;
        "/admin/people/{person}/block" => POST pages::admin::people::block;
        "/admin/people/{person}/unblock" => POST pages::admin::people::unblock;
        "/admin/people/{person}/reset" => POST pages::admin::people::reset;
        "/admin/people/{person}/link" => POST pages::admin::sign_in_links::issue;
        "/admin/people/{person}/link/delete" => POST pages::admin::sign_in_links::revoke;
        "/admin/people/{person}/export" => GET pages::admin::people::export;
        "/admin/people/{person}/erase" => POST pages::admin::people::erase;
        "/admin/audit" => GET pages::admin::audit::list;
        "/admin/settings" => GET pages::admin::settings::show, POST pages::admin::settings::change;
        "/admin/live" => GET pages::admin::live::list;
        "/admin/live/{id}" => GET pages::admin::live::peers;
        "/admin/live/{id}/close" => POST pages::admin::live::close;
        "/admin/invitations" => GET pages::admin::invitations::list;
        "/admin/invitations/{id}/revoke" => POST pages::admin::invitations::revoke;
        "/admin/experiences" => GET pages::admin::experiences::list;
        "/admin/experiences/{experience}" => GET pages::admin::experiences::show;
        "/admin/experiences/{experience}/hide" => POST pages::admin::experiences::hide;
        "/admin/experiences/{experience}/delete" => POST pages::admin::experiences::delete;
        "/admin/mails" => GET pages::admin::mails::list;
        "/admin/mails/sent/{mail}" => GET pages::admin::mails::read;
        "/admin/mails/sent/{mail}/html" => GET pages::admin::mails::html;
        "/admin/mails/{id}/again" => POST pages::admin::mails::retry;
        "/join" => GET pages::join::code_form;
        "/join/" => GET pages::join::code_form;
        "/join/{code}" => GET pages::join::enter;
        "/join/{code}/" => GET pages::join::enter;
        "/limbo" => GET pages::personal_link::limbo;
        "/l/{token}" => GET pages::personal_link::sign_in;
        // Last: it is like every other address of one part.
        "/{token:[2-9A-HJKMNP-Za-hjkmnp-z]{12}}" => GET pages::personal_link::open;
    }
}

pub(super) const SOCKET: &str = "/ws";
/// Where clients of the video-conferencing design send their packets.
pub(super) const MEETING_SOCKET: &str = "/meeting/socket";
const LIMBO: &str = "/ws/limbo";
/// The WebSockets: their requests last as long as the connection.
pub(super) const SOCKETS: [&str; 3] = [SOCKET, MEETING_SOCKET, LIMBO];
const ASSET: &str = "/assets/{path:.*}";
const FILE: &str = "/files/{name}";
const BOARD: &str = "/boards/{session}/pages/{page}";

/// The routes outside those tables, with less middleware.
pub const OTHERS: &[(&str, &str)] =
    &[("GET", SOCKET), ("GET", MEETING_SOCKET), ("GET", LIMBO), ("GET", ASSET), ("GET", FILE), ("GET", BOARD)];

/// All routes, for `App::configure`.
pub fn configure(school: SchoolRef, door: Door) -> impl FnOnce(&mut ServiceConfig) + use<> {
    move |config| {
        config
            .app_data(Data::from(school))
            .app_data(Data::new(door))
            .app_data(PayloadConfig::new(BODY_LIMIT))
            .app_data(JsonConfig::default().limit(BODY_LIMIT).error_handler(|error, _| {
                use actix_web::error::JsonPayloadError as Error;
                errors::ApiError::from(match error {
                    Error::Overflow { .. } | Error::OverflowKnownLength { .. } => Refusal::BodyTooBig,
                    _ => Refusal::BodyBad,
                })
                .into()
            }))
            .app_data(QueryConfig::default().error_handler(|error, request| {
                actix_web::error::InternalError::from_response(
                    error,
                    errors::refusal_response(request, Refusal::BodyBad),
                )
                .into()
            }))
            .app_data(PathConfig::default().error_handler(|error, request| {
                actix_web::error::InternalError::from_response(
                    error,
                    errors::refusal_response(request, Refusal::PageUnknown),
                )
                .into()
            }))
            .configure(services_of_codes)
            .service(
                resource(SOCKET, &["GET"])
                    .wrap(from_fn(headers::secure_refusals))
                    .wrap(from_fn(trace::with_request_id))
                    .route(web::route().guard(guard::Get()).to(ws::open)),
            )
            .service(
                resource(MEETING_SOCKET, &["GET"])
                    .wrap(from_fn(headers::secure_refusals))
                    .wrap(from_fn(trace::with_request_id))
                    .route(web::route().guard(guard::Get()).to(ws::open_meeting)),
            )
            .service(
                resource(LIMBO, &["GET"])
                    .wrap(from_fn(headers::secure_refusals))
                    .wrap(from_fn(trace::with_request_id))
                    .route(web::route().guard(guard::Get()).to(limbo::open)),
            )
            .service(web::scope("/api/codes").route("/{code}", web::get().to(api::codes::card)))
            .service(
                resource(ASSET, &["GET"])
                    .wrap(from_fn(headers::secure_refusals))
                    .route(web::route().guard(GET()).to(assets::file)),
            )
            .service(
                resource(FILE, &["GET"])
                    .wrap(from_fn(headers::secure_refusals))
                    .wrap(from_fn(trace::with_request_id))
                    .route(web::route().guard(GET()).to(files::file)),
            )
            .service(
                resource(BOARD, &["GET"])
                    .wrap(from_fn(headers::secure_refusals))
                    .wrap(from_fn(trace::with_request_id))
                    .route(web::route().guard(GET()).to(boards::page)),
            )
            .service(
                web::scope("")
                    .wrap(from_fn(headers::secure))
                    // Outermost.
                    .wrap(from_fn(trace::with_request_id))
                    .configure(services_beside_pages)
                    .configure(services_of_pages)
                    .configure(services_of_streams)
                    .configure(services_of_api)
                    .service(
                        web::scope("/api")
                            .configure(services_of_shared)
                            .configure(services_of_api)
                            .default_service(web::to(errors::not_found)),
                    )
                    .default_service(web::to(errors::not_found)),
            );
    }
}

/// What a server answers while it waits for room on its disk.
pub fn configure_waiting(config: &mut ServiceConfig) {
    config.service(
        web::scope("")
            .wrap(from_fn(headers::secure_refusals))
            .route("/healthz", web::route().guard(GET()).to(api::health::healthz))
            .route(ASSET, web::route().guard(GET()).to(assets::file))
            .default_service(web::to(api::health::waiting)),
    );
}

/// A resource that answers other methods with the list of allowed ones (RFC 9110, 15.5.6).
fn resource(path: &str, methods: &'static [&'static str]) -> Resource {
    let read = if methods.contains(&"GET") { &["HEAD"][..] } else { &[] };
    let allowed = [methods, read].concat().join(", ");
    web::resource(path).default_service(web::to(move |request: HttpRequest| {
        let answer = errors::method_not_allowed(&request, &allowed);
        async { answer }
    }))
}

/// HEAD is allowed wherever GET is.
#[expect(non_snake_case, reason = "named as the method that it lets through")]
fn GET() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}

#[expect(non_snake_case, reason = "named as the method that it lets through")]
fn POST() -> impl Guard {
    guard::Post()
}

#[expect(non_snake_case, reason = "named as the method that it lets through")]
fn PUT() -> impl Guard {
    guard::Put()
}

#[expect(non_snake_case, reason = "named as the method that it lets through")]
fn DELETE() -> impl Guard {
    guard::Delete()
}

#[expect(non_snake_case, reason = "named as the method that it lets through")]
fn PATCH() -> impl Guard {
    guard::Patch()
}

#[expect(non_snake_case, reason = "named as the method that it lets through")]
fn OPTIONS() -> impl Guard {
    guard::Options()
}
