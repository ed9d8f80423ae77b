//! What is kept of a lesson, on the ended lesson's page.

use std::collections::HashMap;

use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use super::{kept_boards, kept_hand_ins, kept_polls, when};
use crate::{
    access::Identity,
    clock,
    domain::{
        School, accounts, hand_ins,
        kept::{self, AnswersPage, Question, Speaker},
    },
    error::{Failure, Refusal},
    ids::SessionId,
    texts::Language,
    web::{errors::PageError, extract::PageContext},
};

#[derive(Deserialize)]
pub struct KeptQuery {
    #[serde(default)]
    find: String,
    #[serde(default)]
    offset: String,
    /// How many people to pass over.
    #[serde(default)]
    people: String,
}

pub(super) fn name(language: Language, who: &Speaker) -> String {
    who.shown_name().map_or_else(|| language.text("somebody-erased"), str::to_owned)
}

/// The letter of an answer, as the room shows it.
pub(super) fn letter(choice: usize) -> String {
    u8::try_from(choice)
        .ok()
        .filter(|choice| *choice < 26)
        .map_or_else(String::new, |choice| char::from(b'A' + choice).to_string())
}

fn question_values(language: Language, question: &Question) -> Value {
    let by_choice = |choice: usize| {
        let of = question.answers.iter().filter(|answer| answer.choice == choice);
        of.map(|answer| name(language, &answer.who)).collect::<Vec<_>>()
    };
    let most = question.counts.keys().map(|choice| choice + 1).max().unwrap_or_default();
    let options = question.quiz.as_ref().map_or(most, |quiz| quiz.options.len());
    let options = (0..options).map(|choice| {
        context! {
            letter => letter(choice),
            text => question.quiz.as_ref().map(|quiz| quiz.options[choice].as_str()),
            right => question.is_right(choice).unwrap_or_default(),
            count => question.counts.get(&choice).copied().unwrap_or_default(),
            names => by_choice(choice),
        }
    });
    context! {
        text => question.quiz.as_ref().map(|quiz| quiz.question.as_str()),
        options => options.collect::<Vec<_>>(),
    }
}

/// The rows of people: their answer to each question.
fn people_values(language: Language, questions: &[Question], people: &[Speaker]) -> Vec<Value> {
    let mut given = HashMap::new();
    for question in questions {
        for answer in &question.answers {
            let right = question.is_right(answer.choice);
            given.insert((answer.who.id, question.id), context! { letter => letter(answer.choice), right });
        }
    }
    let row = |who: &Speaker| {
        let choices = questions.iter().map(|question| given.get(&(who.id, question.id)).cloned());
        context! { name => name(language, who), choices => choices.collect::<Vec<_>>() }
    };
    people.iter().map(row).collect()
}

/// What is kept, for the ended lesson's page; `None` if nothing is.
///
/// # Errors
/// Only a failure that is not about what is kept.
pub(super) async fn values(
    cx: &PageContext,
    school: &School,
    id: SessionId,
    asked: &KeptQuery,
) -> Result<Option<Value>, PageError> {
    let (by, language) = (cx.identity()?, cx.language());
    let [offset, passed] = [&asked.offset, &asked.people].map(|typed| typed.parse::<u32>().unwrap_or(0));
    let read = read(school, by, id, &asked.find, [offset, passed]).await;
    let ((lines, more, answers), wrong) = match read {
        Ok(found) => (found, None),
        Err(Failure::Refused(Refusal::NothingKept)) => return Ok(None),
        Err(Failure::Refused(refusal @ Refusal::SearchTooLong)) => (Found::default(), Some(refusal)),
        Err(failure) => return Err(failure.into()),
    };
    let AnswersPage { questions, people, more: more_people } = answers;
    let zone = zone(school, by).await?;
    let now = clock::now();
    let messages = lines.iter().map(|(message, who)| {
        context! {
            name => name(language, who),
            teacher => who.role == "teacher",
            text => message.body.as_str(),
            at => when::at(language, message.sent_at, zone, now),
            edited => message.edited_at.is_some(),
        }
    });
    let polls = kept::polls(school, by, id).await?;
    let boards = kept::boards(school, by, id).await?;
    let works = hand_ins::of(school, by, id).await?;
    Ok(Some(context! {
        polls => polls.iter().map(|poll| kept_polls::values(language, poll)).collect::<Vec<_>>(),
        boards => kept_boards::values(language, &boards),
        hand_ins => kept_hand_ins::values(language, &works, |work| when::at(language, work.at, zone, now)),
        further_hand_ins => works.len().saturating_sub(kept_hand_ins::SHOWN),
        find => asked.find.as_str(),
        wrong => wrong.map(|refusal| cx.refusal_text(refusal)),
        lines => messages.collect::<Vec<_>>(),
        later => offset > 0,
        next => more.then(|| u64::from(offset) + lines.len() as u64),
        questions => questions.iter().map(|question| question_values(language, question)).collect::<Vec<_>>(),
        people => people_values(language, &questions, &people),
        earlier_people => passed > 0,
        next_people => more_people.then(|| u64::from(passed) + people.len() as u64),
    }))
}

type Found = (Vec<(kept::Message, Speaker)>, bool, AnswersPage);

/// The messages and the people that match, each after so many.
async fn read(
    school: &School,
    by: &Identity,
    id: SessionId,
    find: &str,
    [offset, passed]: [u32; 2],
) -> Result<Found, Failure> {
    let (lines, more) = kept::chat(school, by, id, find, offset).await?;
    Ok((lines, more, kept::answers_page(school, by, id, find, passed).await?))
}

pub(super) async fn zone(school: &School, by: &Identity) -> Result<Tz, PageError> {
    Ok(accounts::zone_of(&accounts::person(school, by).await?))
}
