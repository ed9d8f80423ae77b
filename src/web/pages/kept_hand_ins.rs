//! What students handed in during a lesson that has ended, by person, for its page.

use minijinja::{Value, context};

use super::parts::size;
use crate::{
    domain::{
        hand_ins::{Content, Work},
        slides::FILES,
    },
    ids::ParticipantId,
    texts::Language,
};

/// How many things the page shows; the archive has all of them.
pub(super) const SHOWN: usize = 200;

/// The first things that were handed in, by the people in the order in which they began.
pub(super) fn values(language: Language, works: &[(Work, String)], at: impl Fn(&Work) -> Value) -> Vec<Value> {
    let mut people: Vec<(ParticipantId, &str, Vec<Value>)> = Vec::new();
    for (work, name) in works.iter().take(SHOWN) {
        let shown = value(language, work, at(work));
        match people.iter_mut().find(|(who, ..)| *who == work.who) {
            Some((.., theirs)) => theirs.push(shown),
            None => people.push((work.who, name, vec![shown])),
        }
    }
    people.into_iter().map(|(_, name, works)| context! { name, works }).collect()
}

fn value(language: Language, work: &Work, at: Value) -> Value {
    let size = size(language, work.size());
    match &work.content {
        Content::Text(text) => context! { text, size, at },
        Content::File { name, file, picture, .. } => {
            let picture = picture.map(|(width, height)| context! { width, height });
            context! { name, url => format!("{FILES}{file}"), picture, size, at }
        }
    }
}
