//! The polls of a lesson that has ended, in words for its page and its table.

use minijinja::{Value, context};

use crate::{
    domain::kept::KeptPoll,
    protocol::poll::{Answer, PollKind, Question},
    texts::Language,
};

/// What the choices of a question are called.
fn choices(language: Language, question: &Question) -> Vec<String> {
    match question.kind {
        PollKind::YesNo => ["kept-poll-yes", "kept-poll-no"].map(|key| language.text(key)).into(),
        PollKind::Scale => (1..=question.choices()).map(|step| step.to_string()).collect(),
        _ => question.options.clone(),
    }
}

/// An answer in words.
pub(super) fn words(language: Language, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Text(text) => text.clone(),
        Answer::Number(number) => number.to_string(),
        Answer::Choices(chosen) => {
            let all = choices(language, question);
            let between = if question.kind == PollKind::Order { " > " } else { ", " };
            let chosen = chosen.iter().filter_map(|choice| all.get(usize::from(*choice)).map(String::as_str));
            chosen.collect::<Vec<_>>().join(between)
        }
    }
}

/// A poll and what its votes add up to, for the template.
pub(super) fn values(language: Language, poll: &KeptPoll) -> Value {
    let (question, results) = (&poll.question, poll.results());
    let is_right = |choice: usize| match &question.right {
        Some(Answer::Choices(right)) if question.kind != PollKind::Order => {
            right.iter().any(|right| usize::from(*right) == choice)
        }
        _ => false,
    };
    let counted = |count: u16| {
        let key = if question.kind == PollKind::Order { "kept-poll-points" } else { "kept-votes" };
        language.count(key, i64::from(count))
    };
    let mut rows: Vec<_> = choices(language, question)
        .iter()
        .zip(&results.counts)
        .enumerate()
        .map(|(choice, (text, count))| context! { text, count => counted(*count), right => is_right(choice) })
        .collect();
    rows.extend(results.texts.iter().map(|one| context! { text => one.text.as_str(), count => counted(one.count) }));
    rows.extend(results.numbers.iter().map(|range| {
        let text = if range.from.total_cmp(&range.to).is_eq() {
            range.from.to_string()
        } else {
            format!("{}–{}", range.from, range.to)
        };
        context! { text, count => counted(range.count) }
    }));
    context! {
        question => question.question.as_str(),
        anonymous => question.anonymous,
        votes => results.votes,
        average => results.average.map(|average| average.to_string()),
        rows,
    }
}
