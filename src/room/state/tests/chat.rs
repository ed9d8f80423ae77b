//! The chat.

use super::*;
use crate::protocol::chat::{self, History, Said};

fn lines(class: &Classroom, who: ParticipantId) -> Vec<String> {
    let member = class.state.member(who).expect("a member");
    class.state.snapshot(member).room.chat.messages.iter().map(|line| line.message.clone()).collect()
}

#[test]
fn a_line_is_told_only_once_it_is_kept() {
    let (mut class, _, students) = Classroom::live(1);
    class.stuck = true;
    class.says(students[0], "hello").expect("they may speak");
    assert!(class.news().is_empty() && class.answers().is_empty());
    class.resolve(true);
    assert!(matches!(class.news()[..], [ServerEvent::Chat(chat::Event::Message(_))]));
    assert_eq!(class.answers().len(), 1);
    let _: Said = class.last_answer();
    assert_eq!(lines(&class, students[0]), ["hello"]);
}

#[test]
fn a_line_that_the_journal_lost_was_never_said() {
    let (mut class, _, students) = Classroom::live(1);
    class.stuck = true;
    class.says(students[0], "hello").expect("they may speak");
    class.resolve(false);
    assert!(class.news().is_empty() && lines(&class, students[0]).is_empty());
}

#[test]
fn sending_a_line_again_is_harmless() {
    let (mut class, _, students) = Classroom::live(2);
    let again = |name: &str| ask::say(Some(name.into()), "hello");
    class.stuck = true;
    class.act(students[0], again("a")).expect("they may speak");
    class.act(students[0], again("a")).expect("a repeat waits for the first");
    assert!(matches!(class.effects.last(), Some(Effect::Await(_))));
    class.resolve(true);
    class.act(students[0], again("a")).expect("a repeat is answered");
    let answers = class.answers();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(lines(&class, students[0]), ["hello"]);
    // Another's name for a line is their own.
    class.act(students[1], again("a")).expect("they may speak");
    class.resolve(true);
    assert_eq!(lines(&class, students[0]).len(), 2);
}

#[test]
fn only_the_author_edits_and_everyone_sees_that_it_was() {
    let (mut class, teacher, students) = Classroom::live(1);
    class.says(students[0], "helo").expect("they may speak");
    let said: Said = class.last_answer();
    let id = said.message_id;
    assert_eq!(class.act(teacher, ask::edit(id, "x")), Err(Refusal::NotAuthor));
    let unknown = MessageId::fresh();
    assert_eq!(class.act(students[0], ask::edit(unknown, "x")), Err(Refusal::MessageUnknown));
    class.act(students[0], ask::edit(id, "hello")).expect("it is theirs");
    assert!(
        matches!(class.news().last(), Some(ServerEvent::Chat(chat::Event::Edit(edited))) if edited.message == "hello")
    );
    assert_eq!(lines(&class, teacher), ["hello"]);
}

#[test]
fn messages_keep_their_order_when_the_clock_goes_back() {
    let (mut class, teacher, _) = Classroom::live(0);
    class.says(teacher, "first").expect("they may speak");
    let first: Said = class.last_answer();
    class.now -= Duration::hours(1);
    class.says(teacher, "second").expect("they may speak");
    let second: Said = class.last_answer();
    assert!(second.message_id > first.message_id);
    // An edit finds each by its id, with a search that needs their order.
    for said in [first, second] {
        class.act(teacher, ask::edit(said.message_id, "edited")).expect("it is found");
    }
    assert_eq!(lines(&class, teacher), ["edited", "edited"]);
}

#[test]
fn history_comes_in_pages_to_the_very_first_line() {
    let (mut class, teacher, _) = Classroom::live(0);
    for i in 0..250 {
        class.says(teacher, &i.to_string()).expect("they may speak");
    }
    let snapshot = class.state.snapshot(class.state.member(teacher).expect("a member"));
    let chat = snapshot.room.chat.clone();
    assert_eq!((chat.messages.len(), chat.more_messages), (100, true));
    let mut seen = chat.messages;
    loop {
        class.effects.clear();
        class.act(teacher, ask::history(seen[0].message_id)).expect("the line exists");
        let page: History = class.last_answer();
        seen.splice(0..0, page.messages);
        if !page.more_messages {
            break;
        }
    }
    let said: Vec<_> = seen.iter().map(|line| line.message.parse::<u32>().expect("a number")).collect();
    assert_eq!(said, (0..250).collect::<Vec<_>>());
}

#[test]
fn nobody_writes_before_the_start_or_what_cannot_be_a_line() {
    let mut class = Classroom::planned();
    let teacher = class.teacher_enters();
    assert_eq!(class.says(teacher, "early"), Err(Refusal::NotLive));
    class.act(teacher, Command::start()).expect("the teacher starts");
    assert_eq!(class.says(teacher, "  "), Err(Refusal::MessageEmpty));
    let nameless = ask::say(Some(String::new()), "a");
    assert_eq!(class.act(teacher, nameless), Err(Refusal::DataBad));
}

/// What everyone is shown of a line: its text, and whether it is marked as deleted.
fn shown(class: &Classroom, id: MessageId) -> (String, bool) {
    let lines = class.state.view().chat.messages;
    let line = lines.into_iter().find(|line| line.message_id == id).expect("its place stays");
    (line.message, line.deleted_at.is_some())
}

#[test]
fn the_teacher_deletes_anyones_line_and_its_mark_stays() {
    let (mut class, teacher, students) = Classroom::live(2);
    class.says(students[0], "rude").expect("they may speak");
    let Said { message_id: id, .. } = class.last_answer();
    assert_eq!(class.act(students[1], ask::delete_message(id)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(students[0], ask::delete_message(id)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(teacher, ask::delete_message(MessageId::fresh())), Err(Refusal::MessageUnknown));
    // An edit that was under way does not bring it back.
    class.stuck = true;
    class.act(teacher, ask::delete_message(id)).expect("the teacher may");
    class.act(students[0], ask::edit(id, "ruder")).expect("it is not deleted yet");
    class.resolve(true);
    class.stuck = false;
    assert_eq!(shown(&class, id), (String::new(), true));
    assert!(
        matches!(class.news().last(), Some(ServerEvent::Chat(chat::Event::Deleted(deleted))) if deleted.message_id == id)
    );
    assert_eq!(class.act(students[0], ask::edit(id, "rude")), Err(Refusal::MessageDeleted));
    let written = class.records().len();
    class.act(teacher, ask::delete_message(id)).expect("once more changes nothing");
    assert_eq!(class.records().len(), written);
    assert_eq!(shown(&class.dies(), id), (String::new(), true));
}

#[test]
fn while_the_chat_is_paused_only_the_teacher_writes() {
    let (mut class, teacher, students) = Classroom::live(1);
    let ana = students[0];
    class.act(ana, ask::say(Some("a".into()), "before")).expect("they may speak");
    let Said { message_id: id, .. } = class.last_answer();
    assert_eq!(class.act(ana, ask::pause_chat(true)), Err(Refusal::NotAllowed));
    for _ in 0..2 {
        class.act(teacher, ask::pause_chat(true)).expect("the teacher may");
    }
    let paused = |event: &&&ServerEvent| matches!(event, ServerEvent::Chat(chat::Event::Paused(pause)) if pause.paused);
    assert_eq!(class.news().iter().filter(paused).count(), 1, "it is news once");
    let mut class = class.dies();
    class.returns(ana).expect("it is her seat");
    assert_eq!(class.says(ana, "hello"), Err(Refusal::ChatPaused));
    assert_eq!(class.act(ana, ask::edit(id, "hello")), Err(Refusal::ChatPaused));
    class.act(ana, ask::say(Some("a".into()), "before")).expect("what was sent before is answered");
    let teacher = class.teacher_enters();
    class.says(teacher, "listen").expect("the teacher may");
    class.act(teacher, ask::pause_chat(false)).expect("the teacher may");
    class.says(ana, "hello").expect("everyone may");
}
