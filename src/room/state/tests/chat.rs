//! The chat.

use super::*;

fn lines(class: &Classroom, who: ParticipantId) -> Vec<String> {
    let member = class.state.member(who).expect("a member");
    class.state.snapshot(member).messages.into_iter().map(|line| line.message).collect()
}

#[test]
fn a_line_is_told_only_once_it_is_kept() {
    let (mut class, _, students) = Classroom::live(1);
    class.stuck = true;
    class.says(students[0], "hello").expect("they may speak");
    assert!(class.news().is_empty() && class.answers().is_empty());
    class.settle(true);
    assert!(matches!(class.news()[..], [ServerEvent::Message(_)]));
    assert!(matches!(class.answers()[..], [Answer::Said(_)]));
    assert_eq!(lines(&class, students[0]), ["hello"]);
}

#[test]
fn a_line_that_the_journal_lost_was_never_said() {
    let (mut class, _, students) = Classroom::live(1);
    class.stuck = true;
    class.says(students[0], "hello").expect("they may speak");
    class.settle(false);
    assert!(class.news().is_empty() && lines(&class, students[0]).is_empty());
}

#[test]
fn sending_a_line_again_is_harmless() {
    let (mut class, _, students) = Classroom::live(2);
    let again =
        |name: &str| Command::Say { id: MessageId::fresh(), client_id: Some(name.into()), message: "hello".into() };
    class.stuck = true;
    class.act(students[0], again("a")).expect("they may speak");
    class.act(students[0], again("a")).expect("a repeat waits for the first");
    assert!(matches!(class.effects.last(), Some(Effect::Await(_))));
    class.settle(true);
    class.act(students[0], again("a")).expect("a repeat is answered");
    let answers = class.answers();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(lines(&class, students[0]), ["hello"]);
    // Another's name for a line is their own.
    class.act(students[1], again("a")).expect("they may speak");
    class.settle(true);
    assert_eq!(lines(&class, students[0]).len(), 2);
}

#[test]
fn only_the_author_edits_and_everyone_sees_that_it_was() {
    let (mut class, teacher, students) = Classroom::live(1);
    class.says(students[0], "helo").expect("they may speak");
    let Some(Answer::Said(said)) = class.answers().first().copied().cloned() else { panic!("an answer") };
    let id = said.message_id;
    assert_eq!(class.act(teacher, Command::Edit { id, message: "x".into() }), Err(Refusal::NotAuthor));
    let unknown = MessageId::fresh();
    assert_eq!(
        class.act(students[0], Command::Edit { id: unknown, message: "x".into() }),
        Err(Refusal::MessageUnknown)
    );
    class.act(students[0], Command::Edit { id, message: "hello".into() }).expect("it is theirs");
    assert!(matches!(class.news().last(), Some(ServerEvent::EditMessage(edited)) if edited.message == "hello"));
    assert_eq!(lines(&class, teacher), ["hello"]);
}

#[test]
fn history_comes_in_pages_to_the_very_first_line() {
    let (mut class, teacher, _) = Classroom::live(0);
    for i in 0..250 {
        class.says(teacher, &i.to_string()).expect("they may speak");
    }
    let snapshot = class.state.snapshot(class.state.member(teacher).expect("a member"));
    assert_eq!((snapshot.messages.len(), snapshot.more_messages), (100, true));
    let mut seen = snapshot.messages;
    loop {
        class.effects.clear();
        class.act(teacher, Command::History { before: seen[0].message_id }).expect("the line exists");
        let Some(Answer::History(page)) = class.answers().first().copied().cloned() else { panic!("a page") };
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
    class.act(teacher, Command::Start).expect("the teacher starts");
    assert_eq!(class.says(teacher, "  "), Err(Refusal::MessageEmpty));
    let nameless = Command::Say { id: MessageId::fresh(), client_id: Some(String::new()), message: "a".into() };
    assert_eq!(class.act(teacher, nameless), Err(Refusal::DataBad));
}
