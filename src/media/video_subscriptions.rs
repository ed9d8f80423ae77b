//! What a peer watches in which of its views. What stays visible stays in the same view.

use super::{messages::VideoSource, shard::Watcher};
use crate::{error::Refusal, ids::ConnectionId};

/// For each view of a peer: what it shows, and which encoding the peer prefers, 0 for the best.
#[derive(Debug)]
pub struct Subscriptions(Vec<Option<(VideoSource, u8)>>);

impl Subscriptions {
    pub fn new(views: usize) -> Self {
        Self(vec![None; views])
    }

    /// Shows these people, each once, and nobody else.
    ///
    /// # Errors
    /// [`Refusal::TooManyViews`]; then nothing has changed.
    pub fn select(&mut self, whom: &[(VideoSource, u8)]) -> Result<(), Refusal> {
        if whom.len() > self.0.len() {
            return Err(Refusal::TooManyViews);
        }
        for view in &mut self.0 {
            *view = view.and_then(|(who, _)| whom.iter().find(|(wanted, _)| *wanted == who).copied());
        }
        for wanted in whom {
            if !self.contains(wanted.0)
                && let Some(free) = self.0.iter_mut().find(|view| view.is_none())
            {
                *free = Some(*wanted);
            }
        }
        Ok(())
    }

    /// Shows as many of these people as there are views, in the best encoding, and nobody else.
    pub fn fill(&mut self, people: impl Iterator<Item = VideoSource>) {
        let mut whom: Vec<_> = people.map(|who| (who, 0)).collect();
        // People who are visible already take precedence over new ones.
        whom.sort_by_key(|(who, _)| !self.contains(*who));
        whom.truncate(self.0.len());
        let _ = self.select(&whom);
    }

    fn contains(&self, who: VideoSource) -> bool {
        self.0.iter().flatten().any(|(seen, _)| *seen == who)
    }

    pub fn sources(&self) -> Vec<Option<VideoSource>> {
        self.0.iter().map(|view| view.map(|(who, _)| who)).collect()
    }

    /// How the peer `listener`, which has these views, watches this participant.
    pub fn watcher(&self, who: VideoSource, listener: ConnectionId) -> Option<Watcher> {
        let found =
            self.0.iter().enumerate().find_map(|(at, view)| view.filter(|one| one.0 == who).map(|one| (at, one.1)));
        found.map(|(view, preferred)| Watcher { listener, view, preferred })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ParticipantId;

    #[test]
    fn a_person_who_stays_visible_keeps_the_same_view() {
        let [ana, ben, cem] = [0; 3].map(|_| VideoSource { who: ParticipantId::fresh(), screen: false });
        let mut views = Subscriptions::new(2);
        assert_eq!(views.select(&[(ana, 0), (ben, 0)]), Ok(()));
        assert_eq!(views.select(&[(cem, 2), (ben, 1)]), Ok(()));
        assert_eq!(views.sources(), [Some(cem), Some(ben)]);
        assert_eq!(views.select(&[(ana, 0), (ben, 0), (cem, 0)]), Err(Refusal::TooManyViews));
        let watcher = views.watcher(ben, ConnectionId::fresh()).expect("he is seen");
        assert_eq!((watcher.view, watcher.preferred), (1, 1), "nothing has changed");
        assert_eq!(views.select(&[(ben, 0), (ben, 0)]), Ok(()));
        assert_eq!(views.sources(), [None, Some(ben)]);
    }

    #[test]
    fn filling_the_views_keeps_the_people_already_visible() {
        let [ana, ben, cem] = [0; 3].map(|_| VideoSource { who: ParticipantId::fresh(), screen: false });
        let mut views = Subscriptions::new(2);
        views.fill([ben, cem].into_iter());
        views.fill([ana, ben, cem].into_iter());
        assert_eq!(views.sources(), [Some(ben), Some(cem)]);
        views.fill([ana, cem].into_iter());
        assert_eq!(views.sources(), [Some(ana), Some(cem)]);
    }
}
