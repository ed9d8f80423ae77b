//! Reactions: gathered during a tick and sent as one event, so that a class of 300 that claps costs one frame. Nothing stores them.

use std::collections::BTreeMap;

use chrono::Duration;

use super::{Context, Feature, FeatureName, Never};
use crate::{
    access::RoomAct,
    clock::Time,
    error::Refusal,
    ids::ParticipantId,
    protocol::reactions::{self, Emoji, Event, Reaction, Request},
};

/// How many reactions one person may send within a second.
const MOST_PER_SECOND: u8 = 3;

#[derive(Debug, Default)]
pub struct Reactions {
    /// The reactions since the last tick.
    gathered: BTreeMap<(ParticipantId, Emoji), u16>,
    /// For each person, when their current second began and how many reactions they have sent in it.
    shown: BTreeMap<ParticipantId, (Time, u8)>,
}

impl Feature for Reactions {
    type Request = Request;
    type Record = Never;

    fn act(_: ParticipantId, _: &Request) -> RoomAct {
        RoomAct::React
    }

    fn request(cx: &mut Context, by: ParticipantId, Request::React(react): Request) -> Result<(), Refusal> {
        cx.live()?;
        let now = cx.now;
        let reactions = &mut cx.room.features.reactions;
        let second = reactions.shown.get(&by).filter(|(since, _)| now - *since < Duration::seconds(1));
        let (since, count) = second.copied().unwrap_or((now, 0));
        if count >= MOST_PER_SECOND {
            return Err(Refusal::TooFast);
        }
        reactions.shown.insert(by, (since, count + 1));
        *reactions.gathered.entry((by, react.emoji)).or_default() += 1;
        cx.stale(FeatureName::Reactions);
        Ok(())
    }

    fn committed(_: &mut Context, record: Never) {
        match record {}
    }

    fn refresh(cx: &mut Context) {
        let gathered = std::mem::take(&mut cx.room.features.reactions.gathered);
        let reaction = |((participant_id, emoji), count)| Reaction { participant_id, emoji, count };
        let reactions: Vec<_> = gathered.into_iter().map(reaction).collect();
        if !reactions.is_empty() {
            cx.tell(Event::Reactions(reactions::Reactions { reactions }));
        }
    }

    fn left(cx: &mut Context, who: ParticipantId) {
        let reactions = &mut cx.room.features.reactions;
        reactions.shown.remove(&who);
        reactions.gathered.retain(|(by, _), _| *by != who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        protocol::{ServerEvent, reactions::React},
        room::state::{Caller, Command, tests::Classroom},
    };

    fn react(emoji: Emoji) -> Command {
        Request::React(React { emoji }).into()
    }

    fn told(class: &Classroom) -> Vec<Vec<Reaction>> {
        let events = class.news().into_iter().filter_map(|event| match event {
            ServerEvent::Reactions(Event::Reactions(told)) => Some(told.reactions.clone()),
            _ => None,
        });
        events.collect()
    }

    fn tick(class: &mut Classroom) {
        class.apply(Caller::Server, Command::Refresh).expect("a tick cannot be refused");
    }

    #[test]
    fn three_hundred_who_clap_within_a_tick_cost_one_event() {
        let (mut class, _, students) = Classroom::live(300);
        for who in &students {
            class.act(*who, react(Emoji::Clap)).expect("anyone may");
            class.act(*who, react(Emoji::Clap)).expect("twice, too");
        }
        assert!(told(&class).is_empty(), "nothing is told before the tick");
        tick(&mut class);
        let told = told(&class);
        assert_eq!((told.len(), told[0].len()), (1, 300));
        assert!(told[0].iter().all(|one| one.count == 2 && one.emoji == Emoji::Clap));
        assert!(class.records().is_empty(), "nothing is kept");
        tick(&mut class);
        assert_eq!(self::told(&class).len(), 1, "what was told is not told again");
    }

    #[test]
    fn a_fourth_reaction_within_a_second_is_refused() {
        let (mut class, _, students) = Classroom::live(2);
        for emoji in [Emoji::Heart, Emoji::Laugh, Emoji::ThumbsUp] {
            class.act(students[0], react(emoji)).expect("three are allowed");
        }
        assert_eq!(class.act(students[0], react(Emoji::Heart)), Err(Refusal::TooFast));
        class.act(students[1], react(Emoji::Heart)).expect("each has an allowance of their own");
        class.now += Duration::seconds(1);
        class.act(students[0], react(Emoji::Heart)).expect("a second later");
    }

    #[test]
    fn nobody_reacts_before_the_start_or_is_told_of_after_leaving() {
        let mut planned = Classroom::planned();
        let teacher = planned.teacher_enters();
        assert_eq!(planned.act(teacher, react(Emoji::Heart)), Err(Refusal::NotLive));
        let (mut class, _, students) = Classroom::live(1);
        class.act(students[0], react(Emoji::Celebrate)).expect("anyone may");
        class.loses(students[0]);
        class.pass(Duration::seconds(60));
        tick(&mut class);
        assert!(told(&class).is_empty());
    }
}
