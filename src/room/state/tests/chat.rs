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
