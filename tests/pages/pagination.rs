//! Lists longer than a page are never truncated silently.

use lyceum::{
    access::Role,
    domain::{experiences, sessions},
};
use serde_json::json;

use crate::support::{
    app::TestApp,
    http::{Answer, Api, Browser},
};

/// The path of the next page, from an answer of the API.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link").strip_prefix('<')?.strip_suffix(">; rel=\"next\"")?;
    Some(link.to_owned())
}

/// All titles of a list of the API, page by page, and the number of pages.
async fn titles(api: &Api, path: &str, name: &str) -> (Vec<String>, usize) {
    let (mut titles, mut pages, mut at) = (Vec::new(), 0, path.to_owned());
    loop {
        let answer = api.get(&at).await;
        assert_eq!(answer.status, 200, "{at}: {}", answer.text);
        let list = answer.json();
        titles
            .extend(list.as_array().expect("a list").iter().map(|one| one[name].as_str().expect("a title").to_owned()));
        pages += 1;
        match next(&answer) {
            Some(next) => at = next,
            None => return (titles, pages),
        }
    }
}

/// The path of the next page, from a link.
fn further(page: &str) -> Option<String> {
    let before = page.split("rel=\"next\"").next().filter(|before| before.len() < page.len())?;
    before.rsplit_once("href=\"").and_then(|(_, link)| link.split('"').next()).map(str::to_owned)
}

#[actix_web::test]
async fn a_teacher_of_many_years_finds_every_lesson() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let many = sessions::LIST_LIMIT + 3;
    app.sql(&format!(
        "INSERT INTO sessions (id, teacher_id, title, description, starts_at, time_zone, code, state, ended_at)
         SELECT gen_random_uuid(), people.id, 'Lesson <' || n || '>', '', now() - n * interval '1 day', 'UTC',
                'AB29Z', 'ended', now()
         FROM generate_series(1, {many}) n, people"
    ));
    let api = Api::of(&app, "maria").await;
    let (all, pages) = titles(&api, "/sessions", "sessionTitle").await;
    assert_eq!((all.len(), pages), (many, 2));
    assert_eq!((all[0].as_str(), all[many - 1].as_str()), ("Lesson <1>", format!("Lesson <{many}>").as_str()));
    let (some, pages) = titles(&api, "/api/sessions?state=ended&offset=100", "sessionTitle").await;
    assert_eq!((some.len(), pages), (3, 1));
    let first = api.get("/sessions?state=ended").await;
    assert_eq!(next(&first).as_deref(), Some("/sessions?state=ended&offset=100"), "what was asked stays asked");

    let user = api.get("/usersme").await.json();
    assert_eq!(user["sessions"], api.get("/sessions").await.json(), "one's profile has the first page of them");
    assert_eq!(user["moreSessions"], true, "and says that there are more");
    let described = api.get("/openapi.json").await.json();
    assert_eq!(described["components"]["schemas"]["User"]["properties"]["sessions"]["maxItems"], sessions::LIST_LIMIT);

    let maria = Browser::of(&app, "maria").await;
    let page = maria.get("/dashboard").await.text;
    let oldest = format!("Lesson &lt;{many}&gt;");
    assert!(!page.contains(&oldest));
    let page = maria.get(&further(&page).expect("there are more")).await.text;
    assert!(page.contains(&oldest) && page.contains("Latest") && further(&page).is_none(), "{page}");
    assert_eq!(maria.get("/dashboard?offset=nonsense").await.status, 200);
}

#[actix_web::test]
async fn a_teachers_own_experiences_come_before_public_ones_on_all_pages() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("head", Role::Administrator).await;
    let many = experiences::LIST_LIMIT + 2;
    app.sql(&format!(
        "INSERT INTO experiences (id, title, public) SELECT gen_random_uuid(), 'Planet ' || lpad(n::text, 5, '0'), TRUE
         FROM generate_series(1, {many}) n"
    ));
    let api = Api::of(&app, "maria").await;
    api.prepare("Zebras").await;
    let (all, pages) = titles(&api, "/experiences", "Title").await;
    let in_pages = |many: usize| many.div_ceil(experiences::PAGE);
    assert_eq!((all.len(), pages), (many + 1, in_pages(many + 1)));
    assert_eq!((all[0].as_str(), all[1].as_str()), ("Zebras", "Planet 00001"));
    let (all, pages) = titles(&Api::public(&app), "/experiences", "Title").await;
    assert_eq!((all.len(), pages), (many, in_pages(many)), "and the public sees the public ones");

    let maria = Browser::of(&app, "maria").await;
    let list = "/dashboard/experiences";
    let page = maria.get(list).await.text;
    let last = format!("Planet {many:05}");
    assert!(page.contains("Zebras") && !page.contains(&last));
    let page = maria.get(&further(&page).expect("there are more")).await.text;
    assert!(page.contains(&last) && further(&page).is_none(), "{page}");
    assert!(maria.get("/dashboard/sessions/new").await.text.contains("There are more materials than this list shows."));
}

#[actix_web::test]
async fn a_lesson_keeps_an_experience_beyond_the_end_of_the_list() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (api, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
    // A person may have more from before the limit existed.
    let many = experiences::LIST_LIMIT + 2;
    app.sql(&format!(
        "INSERT INTO experiences (id, title, owner_id)
         SELECT gen_random_uuid(), 'Planet ' || lpad(n::text, 5, '0'), people.id
         FROM generate_series(1, {many}) n, people WHERE username = 'maria'"
    ));
    let last = app.texts("SELECT id::text AS text FROM experiences ORDER BY title DESC LIMIT 1").remove(0);
    let public = json!({ "Title": "Of Ben", "public": true });
    let bens = ben.post("/experiences", public).await.json()["id"].as_str().expect("an id").to_owned();
    for (experience, title) in [(last, format!("Planet {many:05}")), (bens.clone(), "Of Ben".to_owned())] {
        let plan = json!({ "sessionTitle": "Space", "dateTimeOfSession": "2030-01-07T09:00:00Z",
                           "experiences": experience });
        let session = api.post("/sessions", plan).await.json();
        // An experience that is not public any more may stay chosen.
        assert_eq!(ben.put(&format!("/experiences/{bens}"), json!({ "public": false })).await.status, 200);
        let maria = Browser::of(&app, "maria").await;
        let page = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
        let edit = format!("{page}/edit");
        let form = maria.get(&edit).await.text;
        assert!(form.contains(&format!("<option value=\"{experience}\" selected>{title}</option>")), "{title}");
        // As the browser sends the form back, at first with a mistake in it.
        let (_, select) = form.split_once("<select id=\"experience\"").expect("there is a choice");
        let chosen = select.split(" selected>").find_map(|before| before.rsplit_once("<option value=\""));
        let chosen = chosen.expect("one is chosen").1.trim_end_matches('"').to_owned();
        let fields = |title: &'static str| {
            let fields = [("title", title), ("date", "2130-01-07"), ("time", "09:00"), ("time_zone", "UTC")];
            fields.into_iter().chain([("capacity", "30"), ("experience", chosen.as_str())]).collect::<Vec<_>>()
        };
        let refused = maria.send(&edit, &edit, &fields(" ")).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text.contains(&format!("<option value=\"{experience}\" selected>")), "{title}");
        assert_eq!(maria.send(&edit, &edit, &fields("Stars")).await.redirect_target(), page);
        let kept = api.get(&page.replace("/dashboard", "")).await.json();
        assert_eq!((&kept["sessionTitle"], &kept["experiences"]["id"]), (&json!("Stars"), &json!(experience)));
        assert_eq!(ben.put(&format!("/experiences/{bens}"), json!({ "public": true })).await.status, 200);
    }
}

#[actix_web::test]
async fn a_truncated_list_of_mails_says_so() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let wait = |count: u32| {
        app.sql(&format!(
            "INSERT INTO jobs (id, kind, payload, due_at, created_at)
             SELECT gen_random_uuid(), 'forgot', '{{\"identifier\": \"nobody\"}}', now() + interval '1 hour', now()
             FROM generate_series(1, {count})"
        ));
    };
    wait(200);
    assert!(!head.get("/admin/mails").await.text.contains("There are more emails"));
    wait(1);
    assert!(head.get("/admin/mails").await.text.contains("There are more emails"));
}
