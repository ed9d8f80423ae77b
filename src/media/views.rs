//! Whom a peer sees, in which of its views: who stays in sight stays in the same one.

use super::shard::Watcher;
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
};

/// A peer's views, and for each whom it has and which of their encodings is wished for, from the best on.
#[derive(Debug)]
pub struct Seen(Vec<Option<(ParticipantId, u8)>>);

impl Seen {
    pub fn new(views: usize) -> Self {
        Self(vec![None; views])
    }

    /// These and nobody else, each once.
    ///
    /// # Errors
    /// [`Refusal::TooManyViews`], and then nothing has changed.
    pub fn choose(&mut self, whom: &[(ParticipantId, u8)]) -> Result<(), Refusal> {
        if whom.len() > self.0.len() {
            return Err(Refusal::TooManyViews);
        }
        for view in &mut self.0 {
            *view = view.and_then(|(who, _)| whom.iter().find(|(wanted, _)| *wanted == who).copied());
        }
        for wanted in whom {
            if !self.has(wanted.0)
                && let Some(free) = self.0.iter_mut().find(|view| view.is_none())
            {
                *free = Some(*wanted);
            }
        }
        Ok(())
    }

    /// As many of these as there is room for, as well as can be; whoever is none of them goes.
    pub fn fill(&mut self, people: impl Iterator<Item = ParticipantId>) {
        let mut whom: Vec<_> = people.map(|who| (who, 0)).collect();
        // Who is in sight already goes before those who would come.
        whom.sort_by_key(|(who, _)| !self.has(*who));
        whom.truncate(self.0.len());
        let _ = self.choose(&whom);
    }

    fn has(&self, who: ParticipantId) -> bool {
        self.0.iter().flatten().any(|(seen, _)| *seen == who)
    }

    pub fn people(&self) -> Vec<Option<ParticipantId>> {
        self.0.iter().map(|view| view.map(|(who, _)| who)).collect()
    }

    /// How the peer `listener`, whose views these are, sees this one.
    pub fn watcher(&self, who: ParticipantId, listener: ConnectionId) -> Option<Watcher> {
        let found =
            self.0.iter().enumerate().find_map(|(at, view)| view.filter(|one| one.0 == who).map(|one| (at, one.1)));
        found.map(|(view, wish)| Watcher { listener, view, wish })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stays_in_sight_stays_in_the_same_view() {
        let [ana, ben, cem] = [0; 3].map(|_| ParticipantId::fresh());
        let mut seen = Seen::new(2);
        assert_eq!(seen.choose(&[(ana, 0), (ben, 0)]), Ok(()));
        assert_eq!(seen.choose(&[(cem, 2), (ben, 1)]), Ok(()));
        assert_eq!(seen.people(), [Some(cem), Some(ben)]);
        assert_eq!(seen.choose(&[(ana, 0), (ben, 0), (cem, 0)]), Err(Refusal::TooManyViews));
        let watcher = seen.watcher(ben, ConnectionId::fresh()).expect("he is seen");
        assert_eq!((watcher.view, watcher.wish), (1, 1), "nothing has changed");
        assert_eq!(seen.choose(&[(ben, 0), (ben, 0)]), Ok(()));
        assert_eq!(seen.people(), [None, Some(ben)]);
    }

    #[test]
    fn who_sees_whoever_shows_something_keeps_those_in_sight() {
        let [ana, ben, cem] = [0; 3].map(|_| ParticipantId::fresh());
        let mut seen = Seen::new(2);
        seen.fill([ben, cem].into_iter());
        seen.fill([ana, ben, cem].into_iter());
        assert_eq!(seen.people(), [Some(ben), Some(cem)]);
        seen.fill([ana, cem].into_iter());
        assert_eq!(seen.people(), [Some(ana), Some(cem)]);
    }
}
