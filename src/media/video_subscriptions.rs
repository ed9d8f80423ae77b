//! What a peer watches in which of its views. What stays visible stays in the same view.

use super::{
    messages::{VideoSource, WantedVideo},
    shard::Watcher,
};
use crate::{error::Refusal, ids::ConnectionId};

/// What each view of a peer shows.
#[derive(Debug)]
pub struct Subscriptions(Vec<Option<WantedVideo>>);

impl Subscriptions {
    pub fn new(views: usize) -> Self {
        Self(vec![None; views])
    }

    /// Shows these people, each once, and nobody else.
    ///
    /// # Errors
    /// [`Refusal::TooManyViews`]; then nothing has changed.
    pub fn select(&mut self, whom: &[WantedVideo]) -> Result<(), Refusal> {
        if whom.len() > self.0.len() {
            return Err(Refusal::TooManyViews);
        }
        for view in &mut self.0 {
            *view = view.and_then(|shown| whom.iter().find(|wanted| wanted.source == shown.source).copied());
        }
        for wanted in whom {
            if !self.contains(wanted.source)
                && let Some(free) = self.0.iter_mut().find(|view| view.is_none())
            {
                *free = Some(*wanted);
            }
        }
        Ok(())
    }

    /// Shows as many of these people as there are views, in the best encoding, and nobody else.
    pub fn fill(&mut self, people: impl Iterator<Item = VideoSource>) {
        let mut whom: Vec<_> = people.map(|source| WantedVideo { source, preferred: 0, is_pinned: false }).collect();
        // People who are visible already take precedence over new ones.
        whom.sort_by_key(|wanted| !self.contains(wanted.source));
        whom.truncate(self.0.len());
        let _ = self.select(&whom);
    }

    fn contains(&self, who: VideoSource) -> bool {
        self.0.iter().flatten().any(|seen| seen.source == who)
    }

    pub fn sources(&self) -> Vec<Option<VideoSource>> {
        self.0.iter().map(|view| view.map(|wanted| wanted.source)).collect()
    }

    /// How the peer `listener`, which has these views, watches this participant.
    pub fn watcher(&self, who: VideoSource, listener: ConnectionId) -> Option<Watcher> {
        let found = self.0.iter().enumerate().find_map(|(at, view)| Some((at, view.filter(|one| one.source == who)?)));
        found.map(|(view, WantedVideo { preferred, is_pinned, .. })| Watcher { listener, view, preferred, is_pinned })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ParticipantId;

    fn wanted(source: VideoSource, preferred: u8) -> WantedVideo {
        WantedVideo { source, preferred, is_pinned: preferred == 1 }
    }

    #[test]
    fn a_person_who_stays_visible_keeps_the_same_view() {
        let [ana, ben, cem] = [0; 3].map(|_| VideoSource { who: ParticipantId::fresh(), screen: false });
        let mut views = Subscriptions::new(2);
        assert_eq!(views.select(&[wanted(ana, 0), wanted(ben, 0)]), Ok(()));
        assert_eq!(views.select(&[wanted(cem, 2), wanted(ben, 1)]), Ok(()));
        assert_eq!(views.sources(), [Some(cem), Some(ben)]);
        assert_eq!(views.select(&[wanted(ana, 0), wanted(ben, 0), wanted(cem, 0)]), Err(Refusal::TooManyViews));
        let watcher = views.watcher(ben, ConnectionId::fresh()).expect("he is seen");
        let Watcher { view, preferred, is_pinned, .. } = watcher;
        assert_eq!((view, preferred, is_pinned), (1, 1, true), "nothing has changed");
        assert_eq!(views.select(&[wanted(ben, 0), wanted(ben, 0)]), Ok(()));
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
