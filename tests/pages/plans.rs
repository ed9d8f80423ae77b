//! A large school: its dashboard, calendar, group pages and feeds read no whole table. The test prints how long each takes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Barrier},
    thread,
    time::{Duration, Instant},
};

use diesel::RunQueryDsl;
use serde_json::json;

use crate::support::{
    app::TestApp,
    http::{Api, Browser},
};

/// Tables that grow with a school. What else a page reads is small.
const LARGE: [&str; 5] = ["sessions", "schedules", "session_groups", "group_students", "cancelled_sessions"];
/// The connections of a school under test.
const CONNECTIONS: usize = 4;

/// 5,000 sessions, each for one of 200 groups of 30. Maria teaches one in twenty.
async fn large_school() -> (TestApp, String, String) {
    let app = TestApp::start();
    let (maria, mario) = (app.teacher("maria").await, app.teacher("mario").await);
    let api = Api::of(&app, "maria").await;
    let session = api.plan("Algebra").await;
    let group = api.post("/groups", json!({ "name": "6A", "students": "Zoe" })).await.json();
    let group = group["id"].as_str().expect("an id").to_owned();
    app.sql(&format!(
        "INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object(
             'id', gen_random_uuid(), 'code', 'X' || translate(upper(lpad(to_hex(n), 4, '0')), '01', 'GH'), 'starts_at', now() + (n - 2500) * interval '2 hours',
             'teacher_id', CASE WHEN n % 20 = 0 THEN '{maria}' ELSE '{mario}' END))).*
         FROM sessions s, generate_series(1, 5000) n"
    ));
    app.sql("INSERT INTO schedules (session_id) SELECT id FROM sessions ON CONFLICT DO NOTHING");
    app.sql("INSERT INTO groups SELECT gen_random_uuid(), 'Group ' || n, now() FROM generate_series(1, 199) n");
    app.sql(&format!("INSERT INTO group_teachers SELECT id, '{maria}', now() FROM groups WHERE name LIKE 'Group 1%'"));
    app.sql(
        "INSERT INTO group_students (id, group_id, name, since, link_hash, link_seed)
         SELECT gen_random_uuid(), g.id, 'Student ' || n, now(), decode(md5(g.id::text || n), 'hex'), decode(md5(n::text), 'hex')
         FROM groups g, generate_series(1, 30) n",
    );
    app.sql(
        "INSERT INTO session_groups SELECT s.id, g.id
         FROM (SELECT id, row_number() OVER () % 200 AS n FROM sessions) s
         JOIN (SELECT id, row_number() OVER () - 1 AS n FROM groups) g USING (n)",
    );
    app.sql(
        "INSERT INTO cancelled_sessions
         SELECT gen_random_uuid(), teacher_id, title, starts_at, minutes, time_zone, 1 FROM sessions WHERE code LIKE 'X%'",
    );
    app.sql("ANALYZE");
    (app, session["id"].as_str().expect("an id").to_owned(), group)
}

/// Runs a statement on each connection of the school.
fn on_each_connection(app: &TestApp, statement: &'static str) {
    let barrier = Arc::new(Barrier::new(CONNECTIONS));
    let run = |barrier: Arc<Barrier>| {
        let pool = app.pool.clone();
        thread::spawn(move || {
            pool.run_blocking(|connection| {
                barrier.wait();
                Ok(diesel::sql_query(statement).execute(connection)?)
            })
        })
    };
    let all: Vec<_> = (0..CONNECTIONS).map(|_| run(Arc::clone(&barrier))).collect();
    for one in all {
        one.join().expect("it ends").expect("the database answers");
    }
}

/// How many rows were read of whole tables so far, once each connection has told what it did.
fn read_whole(app: &TestApp) -> BTreeMap<String, i64> {
    on_each_connection(app, "SELECT pg_stat_force_next_flush()");
    let rows = app.texts("SELECT relname || ' ' || seq_tup_read AS text FROM pg_stat_user_tables");
    let rows = rows.iter().map(|row| row.split_once(' ').expect("two words"));
    let rows = rows.filter(|(table, _)| LARGE.contains(table));
    rows.map(|(table, read)| (table.to_owned(), read.parse().expect("a number"))).collect()
}

#[actix_web::test]
async fn no_page_of_a_large_school_reads_a_whole_table() {
    let (app, session, group) = large_school().await;
    // A table of this size may be cheaper to read whole, and statistics are samples: what is tested is that there is an index.
    on_each_connection(&app, "SET enable_seqscan = off");
    let maria = Browser::of(&app, "maria").await;
    let profile = maria.get("/profile").await.text.replace("&#x2f;", "/");
    let (_, feed) = profile.split_once("value=\"https://school.example").expect("the feed");
    let feed = feed.split_once('"').expect("it ends").0.to_owned();
    let page = maria.get(&format!("/dashboard/groups/{group}")).await.text.replace("&#x2f;", "/");
    let (_, group_feed) = page.split_once("value=\"https://school.example").expect("the feed");
    let group_feed = group_feed.split_once('"').expect("it ends").0.to_owned();
    let month = chrono::Utc::now().format("%Y-%m");
    let from = chrono::Utc::now().date_naive();
    let to = from + chrono::Duration::days(42);
    for path in [
        "/dashboard".to_owned(),
        format!("/dashboard/calendar?month={month}"),
        format!("/api/calendar?from={from}&to={to}"),
        format!("/dashboard/sessions/{session}"),
        "/dashboard/groups".to_owned(),
        format!("/dashboard/groups/{group}"),
        feed,
        group_feed,
    ] {
        let before = read_whole(&app);
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let started = Instant::now();
            let answer = maria.get(&path).await;
            best = best.min(started.elapsed());
            assert_eq!(answer.status, 200, "{path}");
        }
        assert_eq!(read_whole(&app), before, "{path} reads a whole table");
        println!("{path}: {best:?}");
    }
}
