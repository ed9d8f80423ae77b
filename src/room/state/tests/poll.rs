//! Polls of a lesson.

use super::*;
use crate::protocol::poll::{self, Answer, NamedVotes, Poll, PollKind, PollRef, Question, Vote};

fn question(kind: PollKind) -> Question {
    let options: &[&str] = match kind {
        PollKind::Single | PollKind::Multiple | PollKind::Order => &["Tea", "Lava", "Sun"],
        _ => &[],
    };
    Question {
        question: " What is hot? ".into(),
        kind,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        steps: (kind == PollKind::Scale).then_some(5),
        anonymous: false,
        seconds: None,
        right: None,
        points: 0,
    }
}

fn anonymous(kind: PollKind) -> Question {
    Question { anonymous: true, ..question(kind) }
}

fn choice(choice: u8) -> Answer {
    Answer::Choices(vec![choice])
}

/// A receipt as a client makes it.
fn receipt(number: u8) -> Option<String> {
    Some(format!("{number:030}"))
}

impl Classroom {
    fn asks(&mut self, teacher: ParticipantId, question: Question) -> Result<PollId, Refusal> {
        self.act(teacher, ask::ask_poll(question))?;
        Ok(self.last_answer::<PollRef>().poll_id)
    }

    fn votes(&mut self, who: ParticipantId, poll_id: PollId, answer: Answer) -> Result<(), Refusal> {
        self.act(who, ask::vote(Vote { poll_id, answer, receipt: None }))
    }

    fn votes_secretly(&mut self, who: ParticipantId, poll_id: PollId, answer: u8, with: u8) -> Result<(), Refusal> {
        self.act(who, ask::vote(Vote { poll_id, answer: choice(answer), receipt: receipt(with) }))
    }

    fn polls_of(&self, who: ParticipantId) -> poll::View {
        self.state.snapshot(self.state.member(who).expect("a member")).poll
    }

    /// The only poll as the teacher sees it.
    fn whole(&self, teacher: ParticipantId) -> Poll {
        self.polls_of(teacher).polls.remove(0)
    }

    fn counts(&self, teacher: ParticipantId) -> Vec<u16> {
        self.whole(teacher).results.expect("the teacher sees them").counts
    }
}

#[test]
fn students_vote_the_teacher_sees_the_results_and_everyone_once_they_are_shown() {
    let (mut class, teacher, students) = Classroom::live(3);
    let right = Some(choice(1));
    let asked = Question { right, points: 2, ..question(PollKind::Single) };
    let poll = class.asks(teacher, asked).expect("the teacher asks");
    for (who, voted) in students.iter().zip([0, 1, 1]) {
        class.votes(*who, poll, choice(voted)).expect("it is open");
    }
    assert_eq!(class.counts(teacher), [1, 2, 0]);
    assert_eq!(class.votes(students[0], poll, choice(1)), Ok(()), "another vote takes the place of the first");
    let seen = class.polls_of(students[0]);
    assert_eq!(seen.own_vote.expect("they have voted").answer, Some(choice(1)));
    let shown = seen.poll.expect("everyone sees it");
    assert_eq!((shown.question.question.as_str(), shown.open), ("What is hot?", true));
    assert_eq!((shown.question.right, shown.results, seen.polls.len()), (None, None, 0), "nobody reads it beforehand");

    class.effects.clear();
    class.act(teacher, ask::show_poll(poll, true)).expect("the teacher shows it");
    let shown = class.polls_of(students[0]).poll.expect("everyone sees it");
    let results = shown.results.clone().expect("everyone sees them");
    assert_eq!((results.counts, results.votes, results.right), (vec![0, 3, 0], 3, Some(3)));
    assert_eq!((shown.question.right.clone(), shown.open), (Some(choice(1)), false));
    let told = poll::Event::Change(Box::new(poll::PollChanged { poll: Some(shown) }));
    assert_eq!(class.news(), [&ServerEvent::from(told)]);
    assert_eq!(class.votes(students[0], poll, choice(0)), Err(Refusal::PollClosed));

    class.act(teacher, ask::show_poll(poll, false)).expect("the teacher takes it away");
    assert_eq!(class.polls_of(students[0]).poll, None);
    assert_eq!(class.counts(teacher), [0, 3, 0], "the teacher keeps it");
}

#[test]
fn three_hundred_votes_cost_the_teacher_one_event_a_tick() {
    let (mut class, teacher, students) = Classroom::live(299);
    let poll = class.asks(teacher, question(PollKind::YesNo)).expect("the teacher asks");
    class.effects.clear();
    for who in &students {
        class.votes(*who, poll, choice(0)).expect("it is open");
    }
    assert!(class.news().is_empty(), "nobody else is told");
    class.apply(Caller::Server, Command::Refresh).expect("the tick");
    class.apply(Caller::Server, Command::Refresh).expect("the next tick");
    let told = class.effects.iter().filter_map(|effect| match effect {
        Effect::Tell(Audience::Teachers, ServerEvent::Poll(event)) => Some(event),
        _ => None,
    });
    let told: Vec<_> = told.collect();
    let [poll::Event::Results(results)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(results[0].results.as_ref().expect("they are there").counts, [299, 0]);
}

#[test]
fn an_anonymous_vote_is_changed_with_its_receipt_and_nobody_votes_twice() {
    let (mut class, teacher, students) = Classroom::live(2);
    let poll = class.asks(teacher, anonymous(PollKind::Single)).expect("the teacher asks");
    assert_eq!(class.votes(students[0], poll, choice(0)), Err(Refusal::DataBad), "without a receipt");
    class.votes_secretly(students[0], poll, 0, 1).expect("it is open");
    assert_eq!(class.votes_secretly(students[0], poll, 1, 2), Err(Refusal::VoteSealed), "a second vote");
    assert_eq!(class.votes_secretly(students[1], poll, 1, 1), Err(Refusal::VoteSealed), "another's receipt");
    class.votes_secretly(students[0], poll, 2, 1).expect("it can be changed");
    assert_eq!(class.counts(teacher), [0, 0, 1]);
    assert_eq!(class.polls_of(students[0]).own_vote.expect("they have voted").answer, None);
    assert_eq!(class.act(teacher, ask::named_votes(poll)), Err(Refusal::PollAnonymous));

    let mut class = class.dies();
    let teacher = class.teacher_enters();
    let student = class.returns(students[0]).expect("the place is kept");
    assert_eq!(class.votes_secretly(student, poll, 0, 2), Err(Refusal::VoteSealed), "also after a restart");
    class.votes_secretly(student, poll, 1, 1).expect("the receipt is still good");
    assert_eq!(class.counts(teacher), [0, 1, 0]);
    class.act(teacher, ask::close_poll(poll)).expect("it is open");
    assert_eq!(class.polls_of(student).own_vote, None, "who has voted is forgotten");
}

#[test]
fn two_first_votes_under_way_at_once_are_not_two_votes() {
    let (mut class, teacher, students) = Classroom::live(1);
    let poll = class.asks(teacher, anonymous(PollKind::YesNo)).expect("the teacher asks");
    class.stuck = true;
    class.votes_secretly(students[0], poll, 0, 1).expect("it is open");
    assert_eq!(class.votes_secretly(students[0], poll, 0, 2), Err(Refusal::VoteSealed));
    class.votes_secretly(students[0], poll, 1, 1).expect("the same receipt");
    class.resolve(false);
    class.votes_secretly(students[0], poll, 1, 2).expect("both were lost");
    class.resolve(true);
    assert_eq!(class.counts(teacher), [0, 1]);
}

#[test]
fn no_vote_comes_after_the_end_of_a_poll() {
    let (mut class, teacher, students) = Classroom::live(1);
    let timed = Question { seconds: Some(10), ..question(PollKind::YesNo) };
    let poll = class.asks(teacher, timed).expect("the teacher asks");
    class.now += Duration::seconds(10);
    assert_eq!(class.votes(students[0], poll, choice(0)), Err(Refusal::PollClosed), "its time is over");
    assert!(class.whole(teacher).open);
    class.pass(Duration::seconds(1));
    assert!(!class.whole(teacher).open, "it closes by itself");
    assert_eq!(class.act(teacher, ask::close_poll(poll)), Err(Refusal::PollClosed));

    let first = class.asks(teacher, question(PollKind::YesNo)).expect("the teacher asks");
    class.stuck = true;
    class.act(teacher, ask::close_poll(first)).expect("it is open");
    assert_eq!(class.votes(students[0], first, choice(0)), Err(Refusal::PollClosed), "the close is under way");
    class.resolve(false);
    class.votes(students[0], first, choice(0)).expect("it was not closed after all");
    class.resolve(true);
    class.act(teacher, ask::ask_poll(question(PollKind::Text))).expect("another question");
    assert_eq!(class.act(teacher, ask::ask_poll(question(PollKind::Text))), Err(Refusal::Busy));
    assert_eq!(class.votes(students[0], first, choice(0)), Err(Refusal::PollClosed), "it closes the one before");
    class.resolve(true);
    assert_eq!(class.polls_of(teacher).polls.iter().map(|poll| poll.open).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn what_is_no_question_no_answer_or_not_ones_to_do_is_refused() {
    let (mut class, teacher, students) = Classroom::live(1);
    let student = students[0];
    let single = || question(PollKind::Single);
    for bad in [
        Question { question: " ".into(), ..single() },
        Question { question: "é".repeat(500) + "é", ..question(PollKind::YesNo) },
        Question { options: vec!["one".into()], ..single() },
        Question { options: vec!["one".into(), " ".into()], ..single() },
        Question { options: vec!["one".into(); 11], ..single() },
        Question { options: vec!["one".into(); 2], ..question(PollKind::Text) },
        Question { steps: Some(5), ..single() },
        Question { steps: None, ..question(PollKind::Scale) },
        Question { steps: Some(11), ..question(PollKind::Scale) },
        Question { seconds: Some(4), ..single() },
        Question { points: 1, ..single() },
        Question { points: 1, right: Some(choice(0)), ..anonymous(PollKind::Single) },
        Question { right: Some(choice(3)), ..single() },
        Question { right: Some(Answer::Text("Tea".into())), ..single() },
    ] {
        let refused = class.asks(teacher, bad.clone());
        assert!(matches!(refused, Err(Refusal::PollBad | Refusal::CaptionTooLong)), "{bad:?}: {refused:?}");
    }
    assert_eq!(class.act(student, ask::ask_poll(single())), Err(Refusal::NotAllowed));
    let long = Answer::Text("é".repeat(201));
    for (kind, bad, why) in [
        (PollKind::Single, choice(3), Refusal::AnswerUnfit),
        (PollKind::Single, Answer::Choices(vec![0, 1]), Refusal::AnswerUnfit),
        (PollKind::YesNo, choice(2), Refusal::AnswerUnfit),
        (PollKind::Multiple, Answer::Choices(vec![]), Refusal::AnswerUnfit),
        (PollKind::Multiple, Answer::Choices(vec![1, 1]), Refusal::AnswerUnfit),
        (PollKind::Order, Answer::Choices(vec![0, 1]), Refusal::AnswerUnfit),
        (PollKind::Order, Answer::Choices(vec![0, 1, 1]), Refusal::AnswerUnfit),
        (PollKind::Scale, choice(5), Refusal::AnswerUnfit),
        (PollKind::Number, Answer::Number(f64::NAN), Refusal::AnswerUnfit),
        (PollKind::Number, Answer::Number(1e300), Refusal::AnswerUnfit),
        (PollKind::Text, Answer::Text("  ".into()), Refusal::AnswerUnfit),
        (PollKind::Text, long, Refusal::AnswerTooLong),
        (PollKind::Text, Answer::Text("a\0b".into()), Refusal::TextBad),
    ] {
        let poll = class.asks(teacher, question(kind)).expect("the teacher asks");
        assert_eq!(class.votes(student, poll, bad.clone()), Err(why), "{bad:?}");
        class.act(teacher, ask::delete_poll(poll)).expect("it is there");
    }
    let poll = class.asks(teacher, question(PollKind::Multiple)).expect("the teacher asks");
    assert_eq!(class.votes(teacher, poll, choice(0)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(student, ask::show_poll(poll, true)), Err(Refusal::NotAllowed));
    assert_eq!(class.votes(student, PollId::fresh(), choice(0)), Err(Refusal::PollUnknown));
    for command in [ask::close_poll, ask::delete_poll, ask::named_votes, |poll| ask::show_poll(poll, true)] {
        assert_eq!(class.act(teacher, command(PollId::fresh())), Err(Refusal::PollUnknown));
    }
    for _ in 1..50 {
        class.asks(teacher, question(PollKind::YesNo)).expect("there is room");
    }
    assert_eq!(class.asks(teacher, question(PollKind::YesNo)), Err(Refusal::PollsMany));
    let mut planned = Classroom::planned();
    let teacher = planned.teacher_enters();
    assert_eq!(planned.asks(teacher, question(PollKind::YesNo)), Err(Refusal::NotLive));
}

#[test]
fn texts_are_counted_in_any_case_and_numbers_become_ranges() {
    let (mut class, teacher, students) = Classroom::live(14);
    let poll = class.asks(teacher, question(PollKind::Text)).expect("the teacher asks");
    for (who, text) in students.iter().zip(["Lava ", "lava", "ΛΆΒΑ", "λαβα", "<b>Tea</b>"]) {
        class.votes(*who, poll, Answer::Text(text.into())).expect("it is open");
    }
    let texts = class.whole(teacher).results.expect("they are there").texts;
    let texts: Vec<_> = texts.iter().map(|one| (one.text.as_str(), one.count)).collect();
    assert_eq!(texts, [("Lava", 2), ("ΛΆΒΑ", 2), ("<b>Tea</b>", 1)], "markup is text");
    class.act(teacher, ask::delete_poll(poll)).expect("it is there");

    let poll = class.asks(teacher, question(PollKind::Number)).expect("the teacher asks");
    for (who, number) in students.iter().zip(0..) {
        class.votes(*who, poll, Answer::Number(f64::from(number) * 10.0)).expect("it is open");
    }
    let results = class.whole(teacher).results.expect("they are there");
    assert_eq!((results.numbers.len(), results.average), (10, Some(65.0)));
    assert_eq!(results.numbers.iter().map(|range| range.count).sum::<u16>(), 14);
    assert_eq!((results.numbers[0].from, results.numbers[9].to), (0.0, 130.0));
    class.act(teacher, ask::delete_poll(poll)).expect("it is there");

    let poll = class.asks(teacher, question(PollKind::Order)).expect("the teacher asks");
    for (who, order) in students.iter().zip([[1, 0, 2], [1, 2, 0]]) {
        class.votes(*who, poll, Answer::Choices(order.into())).expect("it is open");
    }
    assert_eq!(class.counts(teacher), [1, 4, 1], "two points for the first place, one for the second");
}

#[test]
fn a_named_vote_is_read_with_its_name_and_only_by_the_teacher() {
    let (mut class, teacher, students) = Classroom::live(2);
    let asked = Question { right: Some(choice(0)), ..question(PollKind::YesNo) };
    let poll = class.asks(teacher, asked).expect("the teacher asks");
    class.votes(students[1], poll, choice(1)).expect("it is open");
    class.act(teacher, ask::named_votes(poll)).expect("it is named");
    let votes = class.last_answer::<NamedVotes>().votes;
    assert_eq!(
        votes.iter().map(|vote| (vote.username.as_str(), vote.right)).collect::<Vec<_>>(),
        [("Student 1", Some(false))]
    );
    assert_eq!(class.act(students[0], ask::named_votes(poll)), Err(Refusal::NotAllowed));
}

#[test]
fn a_prepared_poll_is_started_from_its_page_and_keeps_its_right_answer_to_itself() {
    let item_id = ItemId::fresh();
    let prepared = Question { question: "Hot?".into(), ..question(PollKind::YesNo) };
    let slide = Slide::Poll { item_id, question: Box::new(prepared), right: Some(choice(0)) };
    let before = rules(PersonId::fresh());
    let (mut class, teacher, students) = Classroom::live_by(Rules { slides: [item(slide)].into(), ..before }, 1);
    let seen = serde_json::to_string(&class.state.screen()).expect("JSON");
    assert!(seen.contains("Hot?") && !seen.contains("right"), "{seen}");
    assert_eq!(class.act(students[0], ask::start_poll(item_id)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(teacher, ask::start_poll(ItemId::fresh())), Err(Refusal::ContentUnknown));
    class.act(teacher, ask::start_poll(item_id)).expect("it is prepared");
    assert_eq!(class.polls_of(students[0]).poll.expect("it is open").question.right, None);
    assert_eq!(class.whole(teacher).question.right, Some(choice(0)));
}
