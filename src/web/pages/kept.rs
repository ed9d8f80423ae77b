//! What is kept of a lesson, on the ended lesson's page.

use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use super::when;
use crate::{
    access::Identity,
    clock,
    domain::{
        School, accounts,
        kept::{self, Question, Speaker},
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
    let most = question.answers.iter().map(|answer| answer.choice + 1).max().unwrap_or_default();
    let options = question.quiz.as_ref().map_or(most, |quiz| quiz.options.len());
    let options = (0..options).map(|choice| {
        context! {
            letter => letter(choice),
            text => question.quiz.as_ref().map(|quiz| quiz.options[choice].as_str()),
            right => question.is_right(choice).unwrap_or_default(),
            names => by_choice(choice),
        }
    });
    context! {
        text => question.quiz.as_ref().map(|quiz| quiz.question.as_str()),
        count => question.answers.len(),
        options => options.collect::<Vec<_>>(),
    }
}

/// The row of a person: their answer to each question.
fn person_values(language: Language, questions: &[Question], who: &Speaker) -> Value {
    let choices = questions.iter().map(|question| {
        let answer = question.answers.iter().find(|answer| answer.who.id == who.id);
        answer.map(|answer| context! { letter => letter(answer.choice), right => question.is_right(answer.choice) })
    });
    context! { name => name(language, who), choices => choices.collect::<Vec<_>>() }
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
    let offset = asked.offset.parse().unwrap_or(0);
    let read = read(school, by, id, &asked.find, offset).await;
    let (lines, more, questions, wrong) = match read {
        Ok((lines, more, questions)) => (lines, more, questions, None),
        Err(Failure::Refused(Refusal::NothingKept)) => return Ok(None),
        Err(Failure::Refused(refusal @ Refusal::SearchTooLong)) => (Vec::new(), false, Vec::new(), Some(refusal)),
        Err(failure) => return Err(failure.into()),
    };
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
    let people = Question::people(&questions);
    Ok(Some(context! {
        find => asked.find.as_str(),
        wrong => wrong.map(|refusal| cx.refusal_text(refusal)),
        lines => messages.collect::<Vec<_>>(),
        later => offset > 0,
        next => more.then(|| u64::from(offset) + lines.len() as u64),
        questions => questions.iter().map(|question| question_values(language, question)).collect::<Vec<_>>(),
        people => people.into_iter().map(|who| person_values(language, &questions, who)).collect::<Vec<_>>(),
    }))
}

type Found = (Vec<(kept::Message, Speaker)>, bool, Vec<Question>);

async fn read(school: &School, by: &Identity, id: SessionId, find: &str, offset: u32) -> Result<Found, Failure> {
    let (lines, more) = kept::chat(school, by, id, find, offset).await?;
    Ok((lines, more, kept::answers(school, by, id, find).await?))
}

pub(super) async fn zone(school: &School, by: &Identity) -> Result<Tz, PageError> {
    Ok(accounts::zone_of(&accounts::person(school, by).await?))
}
