//! What the votes of a poll add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    answer::{Answer, PollKind},
    question::Question,
};
use crate::unicode;

/// How many different texts a result has at most: a cloud of more cannot be read.
const TEXTS: usize = 60;
/// More different numbers than this become ranges.
const NUMBERS: usize = 12;
const RANGES: usize = 10;

/// What the votes add up to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Results {
    pub votes: u16,
    /// How many chose each option or step; of an order, the points of each option: the last place gives none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<u16>>")]
    pub counts: Vec<u16>,
    /// The most frequent short texts, at most 60.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<TextCount>>")]
    pub texts: Vec<TextCount>,
    /// Numbers: each of them, or ranges if there are many. A number belongs to the range that it begins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<NumberRange>>")]
    pub numbers: Vec<NumberRange>,
    /// Of a scale or of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub average: Option<f64>,
    /// How many votes are right, if the question has a right answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub right: Option<u16>,
}

/// How many gave a text, in any case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextCount {
    pub text: String,
    pub count: u16,
}

/// How many gave a number in a range; `from` and `to` are the same for one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NumberRange {
    pub from: f64,
    pub to: f64,
    pub count: u16,
}

impl Results {
    /// Adds up the votes; their order does not matter.
    pub fn of<'a>(question: &Question, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let mut counts = vec![0_u16; question.choices()];
        let (mut texts, mut numbers) = (BTreeMap::new(), Vec::new());
        let (mut votes, mut right) = (0_u16, 0_u16);
        for answer in answers {
            votes = votes.saturating_add(1);
            right = right.saturating_add(u16::from(question.is_right(answer) == Some(true)));
            match answer {
                Answer::Choices(chosen) => count_choices(&mut counts, question.kind, chosen),
                Answer::Text(text) => count_text(&mut texts, text),
                Answer::Number(number) => numbers.push(*number),
            }
        }
        if question.kind == PollKind::Scale {
            let steps = counts.iter().zip(1_u16..);
            numbers = steps.clone().flat_map(|(count, step)| vec![f64::from(step); usize::from(*count)]).collect();
        }
        let average =
            (!numbers.is_empty()).then(|| round(numbers.iter().sum::<f64>() / f64::from(numbers.len() as u32)));
        Self {
            votes,
            counts,
            texts: most_frequent(texts),
            numbers: if question.kind == PollKind::Number { ranges(numbers) } else { Vec::new() },
            average,
            right: question.right.is_some().then_some(right),
        }
    }
}

fn count_choices(counts: &mut [u16], kind: PollKind, chosen: &[u8]) {
    for (place, choice) in chosen.iter().enumerate() {
        let worth = if kind == PollKind::Order { chosen.len() - 1 - place } else { 1 };
        if let Some(count) = counts.get_mut(usize::from(*choice)) {
            *count = count.saturating_add(u16::try_from(worth).unwrap_or(u16::MAX));
        }
    }
}

/// Counts a text by its key. Of its spellings the one that sorts first is shown, so that nobody's vote decides it by its time.
fn count_text(texts: &mut BTreeMap<String, TextCount>, text: &str) {
    let found = texts.entry(unicode::search_key(text)).or_insert_with(|| TextCount { text: text.to_owned(), count: 0 });
    found.count = found.count.saturating_add(1);
    if text < found.text.as_str() {
        text.clone_into(&mut found.text);
    }
}

fn most_frequent(texts: BTreeMap<String, TextCount>) -> Vec<TextCount> {
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by(|one, two| two.count.cmp(&one.count).then_with(|| one.text.cmp(&two.text)));
    texts.truncate(TEXTS);
    texts
}

/// Three decimals are enough for an average.
fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

fn ranges(mut numbers: Vec<f64>) -> Vec<NumberRange> {
    numbers.sort_by(f64::total_cmp);
    let mut each: Vec<NumberRange> = Vec::new();
    for number in &numbers {
        match each.last_mut() {
            Some(last) if last.from.total_cmp(number).is_eq() => last.count = last.count.saturating_add(1),
            _ => each.push(NumberRange { from: *number, to: *number, count: 1 }),
        }
    }
    let (Some(first), Some(last)) = (each.first(), each.last()) else { return each };
    if each.len() <= NUMBERS {
        return each;
    }
    let (low, width) = (first.from, (last.to - first.from) / RANGES as f64);
    let edge = |range: usize| if range == RANGES { last.to } else { low + width * range as f64 };
    let mut ranges: Vec<_> =
        (0..RANGES).map(|range| NumberRange { from: edge(range), to: edge(range + 1), count: 0 }).collect();
    for number in numbers {
        let at = ranges.iter().rposition(|range| range.from <= number).unwrap_or(0);
        ranges[at].count = ranges[at].count.saturating_add(1);
    }
    ranges
}
