//! The form in which a teacher prepares a poll: its fields read into a question, and a question in the fields' words. The options are
//! lines, and a right one begins with an asterisk.

use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    error::Refusal,
    protocol::poll::{Answer, PollKind, Question},
    texts::Language,
    unicode,
};

/// The mark of a right option.
const MARK: char = '*';

#[derive(Default, Deserialize)]
pub struct PollFields {
    poll_kind: Option<String>,
    #[serde(default)]
    choices: String,
    #[serde(default)]
    steps: String,
    anonymous: Option<String>,
    #[serde(default)]
    seconds: String,
    #[serde(default)]
    poll_right: String,
    #[serde(default)]
    points: String,
}

/// The words for yes and no.
fn yes_no(language: Language) -> [String; 2] {
    ["kept-poll-yes", "kept-poll-no"].map(|key| language.text(key))
}

fn name(kind: PollKind) -> String {
    serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
}

fn kind(name: &str) -> Result<PollKind, Refusal> {
    serde_json::from_value(name.into()).map_err(|_| Refusal::PollBad)
}

/// A number, or `None` for an empty field.
fn number<T: std::str::FromStr>(field: &str) -> Result<Option<T>, Refusal> {
    match field.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Refusal::PollBad),
    }
}

impl PollFields {
    pub fn is_poll(&self) -> bool {
        self.poll_kind.is_some()
    }

    /// # Errors
    /// [`Refusal::PollBad`].
    pub fn read(self, language: Language, question: String) -> Result<Question, Refusal> {
        let kind = kind(self.poll_kind.as_deref().unwrap_or_default())?;
        let has_options = matches!(kind, PollKind::Single | PollKind::Multiple | PollKind::Order);
        let lines = self.choices.lines().map(str::trim).filter(|line| !line.is_empty() && has_options);
        let (mut options, mut marked) = (Vec::new(), Vec::new());
        for (line, choice) in lines.zip(0..=u8::MAX) {
            if line.starts_with(MARK) {
                marked.push(choice);
            }
            options.push(line.trim_start_matches(MARK).trim().to_owned());
        }
        let typed = self.poll_right.trim();
        let right = match kind {
            // An order is right as it is written, if anything is marked.
            PollKind::Order => (!marked.is_empty()).then(|| (0..=u8::MAX).take(options.len()).collect()),
            PollKind::Single | PollKind::Multiple => (!marked.is_empty()).then_some(marked),
            PollKind::YesNo if !typed.is_empty() => {
                let is = |word: &String| unicode::search_key(word) == unicode::search_key(typed);
                let choice = yes_no(language).iter().position(is).ok_or(Refusal::PollBad)?;
                Some(vec![u8::try_from(choice).unwrap_or_default()])
            }
            PollKind::Scale => number::<u8>(typed)?.map(|step| vec![step.saturating_sub(1)]),
            PollKind::YesNo | PollKind::Text | PollKind::Number => None,
        };
        let right = match kind {
            PollKind::Text if !typed.is_empty() => Some(Answer::Text(typed.to_owned())),
            PollKind::Number => number(typed)?.map(Answer::Number),
            _ => right.map(Answer::Choices),
        };
        let anonymous = self.anonymous.is_some();
        let points = number(&self.points)?.filter(|_| right.is_some() && !anonymous).unwrap_or_default();
        let steps = if kind == PollKind::Scale { number(&self.steps)?.or(Some(5)) } else { None };
        Ok(Question { question, kind, options, steps, anonymous, seconds: number(&self.seconds)?, right, points })
    }
}

/// A question for the template: as it is shown, and as its form has it; with the right answer only for people who may know it.
pub fn values(language: Language, id: &str, title: &str, question: &Question, knows: bool) -> Value {
    let right = question.right.as_ref().filter(|_| knows);
    let is_right = |choice: usize| match right {
        Some(Answer::Choices(right)) => right.iter().any(|right| usize::from(*right) == choice),
        _ => false,
    };
    let words = yes_no(language);
    let typed = match right {
        Some(Answer::Text(text)) => text.clone(),
        Some(Answer::Number(number)) => number.to_string(),
        Some(Answer::Choices(right)) => match (question.kind, right.first().map(|choice| usize::from(*choice))) {
            (PollKind::YesNo, Some(choice)) => words.get(choice).cloned().unwrap_or_default(),
            (PollKind::Scale, Some(choice)) => (choice + 1).to_string(),
            _ => String::new(),
        },
        None => String::new(),
    };
    let lines = question.options.iter().enumerate();
    let lines = lines.map(|(i, option)| if is_right(i) { format!("{MARK} {option}") } else { option.clone() });
    let options = question.options.iter().enumerate().map(|(i, text)| context! { text, right => is_right(i) });
    context! {
        id,
        title,
        kind => "poll",
        question => question.question.as_str(),
        poll_kind => name(question.kind),
        options => options.collect::<Vec<_>>(),
        choices => lines.collect::<Vec<_>>().join("\n"),
        steps => question.steps,
        anonymous => question.anonymous,
        seconds => question.seconds,
        poll_right => typed,
        points => question.points,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(kind: &str, choices: &str, right: &str) -> PollFields {
        PollFields {
            poll_kind: Some(kind.into()),
            choices: choices.into(),
            poll_right: right.into(),
            points: "3".into(),
            ..PollFields::default()
        }
    }

    fn read(fields: PollFields) -> Result<Question, Refusal> {
        fields.read(Language::ENGLISH, "Why?".into())?.check()
    }

    #[test]
    fn a_form_is_read_and_a_question_fills_the_same_form() {
        for (kind, choices, right) in [
            ("single", "Tea\n* Lava\nSun", ""),
            ("multiple", "* Tea\n* Lava\nSun", ""),
            ("order", "* Core\n* Mantle\n* Crust", ""),
            ("yesNo", "", "No"),
            ("scale", "", "4"),
            ("text", "", "lava"),
            ("number", "", "2.5"),
        ] {
            let question = read(fields(kind, choices, right)).expect("a question");
            assert_eq!((question.right.is_some(), question.points), (true, 3), "{kind}");
            let values = values(Language::ENGLISH, "id", "Why?", &question, true);
            let of = |name: &str| values.get_attr(name).expect("a field").to_string();
            assert_eq!((of("poll_kind"), of("choices"), of("poll_right")), (kind.into(), choices.into(), right.into()));
            let hidden = super::values(Language::ENGLISH, "id", "Why?", &question, false);
            assert!(!hidden.get_attr("choices").expect("a field").to_string().contains(MARK), "{kind}");
        }
    }

    #[test]
    fn what_is_no_poll_is_refused() {
        for (kind, choices, right) in [
            ("", "", ""),
            ("single", "One", ""),
            ("single", "* One\n* Two", ""),
            ("yesNo", "", "perhaps"),
            ("scale", "", "6"),
            ("number", "", "much"),
        ] {
            assert_eq!(read(fields(kind, choices, right)), Err(Refusal::PollBad), "{kind} {choices} {right}");
        }
    }
}
