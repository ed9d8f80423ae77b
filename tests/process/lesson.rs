//! The server dies or stops during a lesson.

use futures_util::future::join_all;
use nix::sys::signal::Signal;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    media::voice::Pupil,
    support::{
        client::Client,
        files::file,
        http::{Answer, client},
        program::{Data, Server, lyceum, run, serve},
        timeouts::until,
    },
};

const PASSWORD: &str = "correct horse battery";

/// A server with a live lesson of a teacher.
pub struct Running {
    pub server: Server,
    pub url: String,
    pub code: String,
    pub token: String,
}

/// Calls the JSON API of a server that runs as a process.
pub async fn ask(method: Method, url: &str, token: Option<&str>, body: &Value) -> Value {
    let mut request = client().request(method, url).json(body);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.expect("the server answers").json().await.expect("JSON")
}

pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}")).to_owned()
}

impl Running {
    pub async fn begin(data: &Data) -> (Self, Client) {
        let mut create = lyceum(&["admin", "create", "--username", "anna", "--email", "anna.galani@school.example"]);
        create
            .env("LYCEUM_DATA_DIR", data.path())
            .env("LYCEUM_ADMIN_PASSWORD", PASSWORD)
            .env("LYCEUM_BCRYPT_COST", "4");
        assert!(run(create.args(["--name", "Anna Galani"])).status.success());
        let server = Server::start(serve(data).env("LYCEUM_LOG", "info,lyceum=debug"));
        let url = format!("http://{}", server.address);
        let who = json!({"identifier": "anna", "password": PASSWORD});
        let token = text(&ask(Method::POST, &format!("{url}/auth/local"), None, &who).await, "jwt");
        let plan = json!({"sessionTitle": "Volcanoes", "dateTimeOfSession": "2026-11-20T09:00:00Z"});
        let code = text(&ask(Method::POST, &format!("{url}/sessions"), Some(&token), &plan).await, "sessionCode");
        let (mut teacher, _) = Client::join(&url, json!({"sessionId": code, "token": token})).await;
        teacher.ask("on.sessionCreate", json!({})).await.expect("the teacher starts");
        (Self { server, url, code, token }, teacher)
    }

    /// Kills the server, and starts it again on the same data.
    pub async fn again(self, data: &Data) -> Self {
        self.server.kill();
        let server = Server::start(&mut serve(data));
        let url = format!("http://{}", server.address);
        Self { server, url, ..self }
    }

    fn back(&self, joined: &Value) -> Value {
        json!({"sessionId": self.code, "resume": joined["resume"]})
    }
}

/// Writes messages until the server is gone; returns the ids of the acknowledged ones.
pub async fn writes(mut student: Client, name: String) -> Vec<String> {
    let mut kept = Vec::new();
    for number in 0.. {
        let line = json!({"message": format!("{name} {number}"), "clientId": number.to_string()});
        match student.try_ask("on.message", line).await {
            Some(Ok(said)) => kept.push(text(&said, "messageId")),
            Some(Err(code)) => assert_eq!(code, "too_fast"),
            None => break,
        }
    }
    kept
}

#[actix_web::test]
async fn after_a_kill_seats_and_acknowledged_messages_survive() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let (mut troubled, removed) = Client::guest(&running.url, &running.code, "Tom").await;
    teacher.ask("on.participantRemove", json!({"participantId": removed["participantId"]})).await.expect("removed");
    troubled.closed().await;
    let teacher_joined = teacher.ask("on.snapshot", json!({})).await.expect("a snapshot");
    let mut students = Vec::new();
    for number in 0..12 {
        students.push(Client::guest(&running.url, &running.code, &format!("Student {number}")).await);
    }
    let (clients, joined): (Vec<_>, Vec<_>) = students.into_iter().unzip();
    let writing = clients.into_iter().enumerate().map(|(number, client)| writes(client, format!("Student {number}")));
    let writing = tokio::spawn(join_all(writing.map(|writing| tokio::task::spawn_local(writing)).collect::<Vec<_>>()));
    // Killed while they write, because they would never stop.
    for _ in 0..40 {
        teacher.hear("on.message").await;
    }
    let running = running.again(&data).await;
    let kept: Vec<String> =
        writing.await.expect("they wrote").into_iter().flat_map(|lines| lines.expect("they wrote")).collect();
    assert!(kept.len() >= 40);

    for before in &joined {
        let (_, after) = Client::join(&running.url, running.back(before)).await;
        for same in ["participantId", "username", "role", "avatar"] {
            assert_eq!(after[same], before[same], "{same}");
        }
        assert_eq!(after["room"]["seat"], before["room"]["seat"]);
        assert_eq!(after["room"]["state"], "live");
    }
    let mut troubled = Client::connect(&running.url).await;
    assert_eq!(troubled.ask("on.sessionJoin", running.back(&removed)).await, Err("removed".into()));
    let login = json!({"sessionId": running.code, "token": running.token});
    let (mut teacher, again) = Client::join(&running.url, login).await;
    assert_eq!((&again["role"], &again["room"]["seat"]), (&json!("teacher"), &teacher_joined["seat"]));
    let mut history = all_lines(&mut teacher, &again["room"]).await;
    history.sort();
    for id in &kept {
        assert!(history.binary_search(id).is_ok(), "a line that was answered is lost");
    }
    running.server.stop();
}

#[actix_web::test]
async fn after_a_kill_quiz_answers_and_revealed_results_survive() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let part = |question: &str| json!({"kind": "quiz", "question": question, "options": ["Yes", "No"], "answer": 1});
    let body = json!({"Title": "Quizzes", "content": [part("One?"), part("Two?")]});
    let token = Some(running.token.as_str());
    let made = ask(Method::POST, &format!("{}/experiences", running.url), token, &body).await;
    let sessions = ask(Method::GET, &format!("{}/sessions", running.url), token, &json!({})).await;
    let path = format!("{}/sessions/{}", running.url, text(&sessions[0], "id"));
    ask(Method::PUT, &path, token, &json!({"experiences": made["id"]})).await;
    let first = teacher.hear("on.screenTurn").await["screen"]["slide"]["quizId"].clone();
    let (mut maria, joined) = Client::guest(&running.url, &running.code, "Maria").await;
    teacher.ask("on.quizOpen", json!({"quizId": first})).await.expect("it is opened");
    maria.ask("on.quizAnswer", json!({"quizId": first, "choice": 0})).await.expect("it counts");
    teacher.ask("on.quizReveal", json!({"quizId": first})).await.expect("it is shown");
    teacher.ask("on.screenTurn", json!({"page": 1})).await.expect("there are two");
    let turned = maria.hear_where("on.screenTurn", |data| data["screen"]["page"] == 1).await;
    let second = turned["screen"]["slide"]["quizId"].clone();
    teacher.ask("on.quizOpen", json!({"quizId": second})).await.expect("it is opened");
    maria.ask("on.quizAnswer", json!({"quizId": second, "choice": 1})).await.expect("it counts");
    let running = running.again(&data).await;
    let (_maria, again) = Client::join(&running.url, running.back(&joined)).await;
    let mut answers = again["room"]["answers"].as_array().expect("her answers").clone();
    answers.sort_by_key(|answer| answer["choice"].as_u64());
    assert_eq!(answers, [json!({"quizId": first, "choice": 0}), json!({"quizId": second, "choice": 1})]);
    let login = json!({"sessionId": running.code, "token": running.token});
    let (mut teacher, again) = Client::join(&running.url, login).await;
    assert_eq!(again["room"]["count"], json!({"quizId": second, "counts": [0, 1]}));
    teacher.ask("on.screenTurn", json!({"page": 0})).await.expect("back to the first");
    let screen = teacher.hear("on.screenTurn").await["screen"].clone();
    assert_eq!(screen["outcome"], json!({"right": 1, "counts": [1, 0]}));
    running.server.stop();
}

#[actix_web::test]
async fn after_a_kill_polls_and_votes_survive_and_an_anonymous_vote_can_still_be_changed() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let (mut maria, joined) = Client::guest(&running.url, &running.code, "Maria").await;
    let asked = async |teacher: &mut Client, anonymous: bool| {
        let question = json!({"question": "Is lava hot?", "kind": "yesNo", "anonymous": anonymous});
        teacher.ask("on.pollAsk", question).await.expect("it is asked")["pollId"].clone()
    };
    let named = asked(&mut teacher, false).await;
    maria.ask("on.pollVote", json!({"pollId": named, "answer": {"choices": [0]}})).await.expect("it counts");
    let secret = asked(&mut teacher, true).await;
    let vote =
        |choice: u8, receipt: &str| json!({"pollId": secret, "answer": {"choices": [choice]}, "receipt": receipt});
    let (receipt, other) = ("only-maria-has-this-receipt", "another-receipt-of-hers-here");
    maria.ask("on.pollVote", vote(0, receipt)).await.expect("it counts");
    let running = running.again(&data).await;
    let (mut maria, again) = Client::join(&running.url, running.back(&joined)).await;
    assert_eq!((&again["room"]["poll"]["pollId"], &again["room"]["ownVote"]), (&secret, &json!({})));
    assert_eq!(maria.ask("on.pollVote", vote(1, other)).await, Err("vote_sealed".into()));
    maria.ask("on.pollVote", vote(1, receipt)).await.expect("her receipt is good");
    let login = json!({"sessionId": running.code, "token": running.token});
    let (_teacher, again) = Client::join(&running.url, login).await;
    let counts: Vec<_> =
        again["room"]["polls"].as_array().expect("polls").iter().map(|poll| &poll["results"]["counts"]).collect();
    assert_eq!(counts, [&json!([1, 0]), &json!([0, 1])]);
    running.server.stop();
}

#[actix_web::test]
async fn after_a_kill_attendances_survive() {
    let data = Data::prepared();
    let (running, _teacher) = Running::begin(&data).await;
    let token = Some(running.token.as_str());
    let address = "nico@school.example";
    ask(Method::POST, &format!("{}/invite", running.url), token, &json!({"email": address})).await;
    let link = crate::support::program::eventually("the invitation", || {
        let mails = std::fs::read_dir(data.path().join("mail")).ok()?.filter_map(Result::ok);
        let texts = mails.filter_map(|mail| std::fs::read_to_string(mail.path()).ok());
        let mut links = texts.filter_map(|text| Some(text.split_once("/invitation/")?.1.to_owned()));
        links.next().map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>())
    });
    let new = json!({"username": "nico", "email": address, "name": "Nico", "password": PASSWORD, "invitation": link});
    let student = ask(Method::POST, &format!("{}/auth/local/register", running.url), None, &new).await;
    let who = json!({"identifier": "nico", "password": PASSWORD});
    let his = text(&ask(Method::POST, &format!("{}/auth/local", running.url), None, &who).await, "jwt");
    let (mut nico, _) = Client::join(&running.url, json!({"sessionId": running.code, "token": his})).await;
    nico.ask("on.message", json!({"message": "I am here"})).await.expect("the message and his attendance are stored");

    let running = running.again(&data).await;
    let login = json!({"sessionId": running.code, "token": running.token});
    let (mut teacher, _) = Client::join(&running.url, login).await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    let path = format!("{}/students/{}/progress", running.url, text(&student, "id"));
    let report = ask(Method::GET, &path, Some(&running.token), &json!({})).await;
    assert_eq!(report["marks"][0]["presence"], "attended", "{report}");
    assert!(report["marks"][0]["seconds"].as_i64() <= report["together"]["lessonSeconds"].as_i64(), "{report}");
    running.server.stop();
}

#[actix_web::test]
async fn after_a_kill_the_screen_shows_the_same_slide() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let ask = |method, path: &str, body: Value| {
        let (url, token) = (format!("{}{path}", running.url), running.token.clone());
        async move { ask(method, &url, Some(&token), &body).await }
    };
    let parts: Vec<_> = (1..=3).map(|number| json!({"kind": "text", "text": format!("Page {number}")})).collect();
    let made = ask(Method::POST, "/experiences", json!({"Title": "Volcanoes", "content": parts})).await;
    let session = text(&ask(Method::GET, "/sessions", json!({})).await[0], "id");
    ask(Method::PUT, &format!("/sessions/{session}"), json!({"experiences": made["id"]})).await;
    teacher.hear("on.screenTurn").await;
    teacher.ask("on.screenTurn", json!({"page": 2})).await.expect("there are three");
    let running = running.again(&data).await;
    let (_student, joined) = Client::guest(&running.url, &running.code, "Late").await;
    let screen = &joined["room"]["screen"];
    assert_eq!((&screen["page"], &screen["pages"]), (&json!(2), &json!(3)));
    assert_eq!(screen["slide"], json!({"kind": "text", "html": "<p>Page 3</p>\n"}));
    running.server.stop();
}

#[actix_web::test]
async fn after_a_kill_a_presentation_that_was_brought_shows_the_same_page() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let request = client().post(format!("{}/upload", running.url)).bearer_auth(&running.token);
    let media = Answer::of(file(request, "Moons.pdf", b"%PDF-1.7 none")).await.json()[0]["id"].clone();
    let (url, token) = (running.url.clone(), Some(running.token.as_str()));
    let session = text(&ask(Method::GET, &format!("{url}/sessions"), token, &json!({})).await[0], "id");
    let brought = ask(Method::POST, &format!("{url}/sessions/{session}/items"), token, &json!({"media": media})).await;
    teacher.ask("on.screenTurn", json!({"page": brought["page"], "pdfPage": 4})).await.expect("it is there");
    let running = running.again(&data).await;
    let (_student, joined) = Client::guest(&running.url, &running.code, "Late").await;
    let screen = &joined["room"]["screen"];
    assert_eq!((&screen["itemId"], &screen["pdfPage"]), (&brought["itemId"], &json!(4)), "{screen}");
    assert_eq!(screen["slide"]["name"], "Moons.pdf");
    running.server.stop();
}

#[actix_web::test]
async fn after_a_kill_muted_students_stay_muted() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let guest = |name: &str| json!({"sessionId": running.code, "username": name});
    let mut ana = Pupil::enters(&running.url, guest("Ana"), b'a').await;
    let ben = Pupil::enters(&running.url, guest("Ben"), b'b').await;
    ana.speaks().await;
    ben.voice.hears(b'a', 10).await;
    teacher.ask("on.participantMuteAll", json!({"muted": true})).await.expect("the teacher mutes");
    teacher.ask("on.unmutingAllow", json!({"allowed": false})).await.expect("the teacher forbids");
    let speak = json!({"participantId": ben.id, "muted": false});
    teacher.ask("on.participantMute", speak).await.expect("the teacher lets Ben speak");
    let running = running.again(&data).await;
    let back = |pupil: &Pupil| json!({"sessionId": running.code, "resume": pupil.resume});
    let mut ana = Pupil::enters(&running.url, back(&ana), b'a').await;
    let mut ben = Pupil::enters(&running.url, back(&ben), b'b').await;
    let room = ana.client.ask("on.snapshot", json!({})).await.expect("the room");
    assert_eq!(room["unmutingAllowed"], false);
    let own = json!({"muted": false});
    assert_eq!(ana.client.ask("on.participantMute", own).await, Err("unmuting_forbidden".into()));
    ben.speaks().await;
    ana.voice.hears(b'b', 10).await;
    ana.voice.speak(true);
    ben.voice.hears_nothing().await;
    running.server.stop();
}

/// The ids of all messages of a room, page by page.
pub async fn all_lines(client: &mut Client, room: &Value) -> Vec<String> {
    let ids = |page: &Value| -> Vec<String> {
        page["messages"].as_array().expect("lines").iter().map(|line| text(line, "messageId")).collect()
    };
    let (mut all, mut more) = (ids(room), room["moreMessages"] == true);
    while more {
        let page = client.ask("on.messageHistory", json!({"before": all[0]})).await.expect("a page");
        more = page["moreMessages"] == true;
        all.splice(0..0, ids(&page));
    }
    all
}

#[actix_web::test]
async fn a_stopping_server_tells_everyone_and_they_resume_their_seats() {
    let data = Data::prepared();
    let (mut running, mut teacher) = Running::begin(&data).await;
    let (mut student, joined) = Client::guest(&running.url, &running.code, "Maria").await;
    student.ask("on.message", json!({"message": "hello"})).await.expect("said");
    running.server.signal(Signal::SIGTERM);
    for client in [&mut student, &mut teacher] {
        client.hear("on.serverRestart").await;
        assert_eq!(client.closed().await, (4009, "restarting".into()));
    }
    assert_eq!(running.server.ended().code(), Some(0), "{}", running.server.logged());
    let server = Server::start(&mut serve(&data));
    let running = Running { url: format!("http://{}", server.address), server, ..running };
    let (_student, again) = Client::join(&running.url, running.back(&joined)).await;
    assert_eq!(again["room"]["seat"], joined["room"]["seat"]);
    assert_eq!(again["room"]["messages"][0]["message"], "hello");
    running.server.stop();
}

#[actix_web::test]
async fn while_the_database_is_down_nothing_is_acknowledged_and_the_lesson_continues() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let (mut student, _) = Client::guest(&running.url, &running.code, "Maria").await;
    let postmaster = data.postmaster().expect("the database runs");
    nix::sys::signal::kill(postmaster, Signal::SIGKILL).expect("the test owns it");
    // Hands need no database. A message is stored once it is back, or refused: never lost silently, never without an answer.
    student.ask("on.handRaise", json!({})).await.expect("raised");
    teacher.hear("on.handRaise").await;
    let said = student.ask("on.message", json!({"message": "still here?", "clientId": "a"})).await;
    assert!(said.is_ok() || said == Err("not_kept".into()), "{said:?}");
    crate::support::program::eventually("the database", || data.postmaster().filter(|pid| *pid != postmaster));
    until("a line that is kept", async || {
        student.ask("on.message", json!({"message": "still here?", "clientId": "a"})).await
    })
    .await;
    let (mut late, joined) = Client::guest(&running.url, &running.code, "Late").await;
    assert_eq!(all_lines(&mut late, &joined["room"]).await.len(), 1);
    running.server.stop();
}

#[actix_web::test]
async fn the_log_of_a_lesson_contains_no_personal_data() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let (mut student, joined) = Client::guest(&running.url, &running.code, "Persephone").await;
    student.ask("on.message", json!({"message": "a private word"})).await.expect("said");
    student.text("{").await;
    student.hear("on.refused").await;
    let mut stranger = Client::connect(&running.url).await;
    let wrong = json!({"sessionId": "22222", "username": "Odysseus"});
    assert_eq!(stranger.ask("on.sessionJoin", wrong).await, Err("code_unknown".into()));
    let who = json!({"identifier": "anna.galani@school.example", "password": "not the password"});
    ask(Method::POST, &format!("{}/auth/local", running.url), None, &who).await;
    teacher.ask("on.participantRemove", json!({"participantId": joined["participantId"]})).await.expect("removed");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("ended");
    let log = running.server.logged();
    assert!(!log.is_empty());
    let private = ["Persephone", "Odysseus", "Galani", "anna", "private word", PASSWORD, "not the password"];
    let resume = text(&joined, "resume");
    for secret in private.into_iter().chain([running.token.as_str(), resume.as_str(), "127.0.0.1:"]) {
        let told = log.lines().find(|line| line.contains(secret) && !line.contains("listening on"));
        assert_eq!(told, None, "the log tells {secret}");
    }
    running.server.stop();
}
