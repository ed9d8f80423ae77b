//! The teacher's pointer on the slide: only its latest place in a tick is sent, as one event for everyone. Nothing stores it.

use super::{Context, Feature, FeatureName, Never};
use crate::{
    access::RoomAct,
    error::Refusal,
    ids::ParticipantId,
    protocol::pointer::{Event, Pointed, Request},
};

#[derive(Debug, Default)]
pub struct Pointer {
    /// What was pointed at since the last tick.
    latest: Option<Pointed>,
    /// Whether people see a pointer now.
    shown: bool,
}

impl Feature for Pointer {
    type Request = Request;
    type Record = Never;

    fn act(_: ParticipantId, _: &Request) -> RoomAct {
        RoomAct::Point
    }

    fn request(cx: &mut Context, _: ParticipantId, Request::Point(pointed): Request) -> Result<(), Refusal> {
        if cx.room.slide().is_none() {
            return Err(Refusal::SlideUnknown);
        }
        cx.room.features.pointer.latest = Some(pointed);
        cx.stale(FeatureName::Pointer);
        Ok(())
    }

    fn committed(_: &mut Context, record: Never) {
        match record {}
    }

    fn refresh(cx: &mut Context) {
        let pointer = &mut cx.room.features.pointer;
        let Some(pointed) = pointer.latest.take() else { return };
        // A pointer that has gone is told once.
        if pointed.at.is_some() || pointer.shown {
            pointer.shown = pointed.at.is_some();
            cx.tell(Event::Pointer(pointed));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        protocol::ServerEvent,
        room::state::{
            Caller, Command, Rules,
            tests::{Classroom, ask::point},
        },
    };

    fn told(class: &Classroom) -> Vec<Option<(u16, u16)>> {
        let events = class.news().into_iter().filter_map(|event| match event {
            ServerEvent::Pointer(Event::Pointer(told)) => Some(told.at.map(|at| (at.x, at.y))),
            _ => None,
        });
        events.collect()
    }

    fn tick(class: &mut Classroom) {
        class.apply(Caller::Server, Command::Refresh).expect("a tick cannot be refused");
    }

    #[test]
    fn only_the_latest_place_of_a_tick_is_sent_and_nothing_is_stored() {
        let (mut class, teacher, _) = Classroom::live(300);
        for x in 0..20 {
            class.act(teacher, point(Some((x, 7)))).expect("the teacher points");
        }
        assert!(told(&class).is_empty(), "nothing is sent before the tick");
        tick(&mut class);
        tick(&mut class);
        assert_eq!(told(&class), [Some((19, 7))]);
        assert!(class.records().is_empty());
    }

    #[test]
    fn a_pointer_that_left_the_slide_is_told_once() {
        let (mut class, teacher, _) = Classroom::live(1);
        for at in [None, Some((1, 2)), None, None] {
            class.act(teacher, point(at)).expect("the teacher points");
            tick(&mut class);
        }
        assert_eq!(told(&class), [Some((1, 2)), None]);
    }

    #[test]
    fn only_the_teacher_points_and_only_at_a_slide() {
        let (mut class, _, students) = Classroom::live(1);
        assert_eq!(class.act(students[0], point(Some((1, 1)))), Err(Refusal::NotAllowed));
        let empty = Rules { slides: Vec::new().into(), ..class.state.rules.clone() };
        let (mut class, teacher, _) = Classroom::live_by(empty, 0);
        assert_eq!(class.act(teacher, point(Some((1, 1)))), Err(Refusal::SlideUnknown));
    }
}
