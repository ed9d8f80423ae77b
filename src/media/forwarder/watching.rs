//! Which video the peers of a room watch, and in which encodings.

use super::{Forwarder, WatchedVideo};
use crate::{
    error::Refusal,
    media::messages::{MediaEvent, SelectViews, VideoSource},
};

impl Forwarder {
    /// Each watcher with the publishers it watches. A program that receives without a participant sees everyone who sends video.
    pub(super) fn watched_videos(&mut self) -> Vec<WatchedVideo> {
        let mut cameras: Vec<_> = self
            .peers
            .iter()
            .filter(|(_, known)| known.visible && known.negotiated.video.is_some())
            .filter_map(|(id, known)| Some((known.source()?, *id, known.shard)))
            .collect();
        cameras.sort_unstable_by_key(|(source, ..)| *source);
        for known in self.peers.values_mut().filter(|known| known.who.is_none()) {
            known.views.fill(cameras.iter().map(|(source, ..)| *source));
        }
        let watched = cameras.into_iter().map(|(source, from, home)| {
            let mut watched = WatchedVideo { from, home, shards: Vec::new(), watchers: Vec::new() };
            for (id, known) in self.peers.iter().filter(|(id, _)| **id != from) {
                if let Some(watcher) = known.views.watcher(source, *id) {
                    watched.watchers.push(watcher);
                    if !watched.shards.contains(&known.shard) {
                        watched.shards.push(known.shard);
                    }
                }
            }
            watched
        });
        watched.filter(|watched| !watched.watchers.is_empty()).collect()
    }

    /// Tells the room which encodings of each video somebody watches, where that has changed: the others need not be sent.
    pub(super) fn tell_wanted(&mut self, videos: &[WatchedVideo]) {
        for (id, known) in &mut self.peers {
            let (Some(source), Some(video)) = (known.source(), &known.negotiated.video) else { continue };
            let mut wanted = vec![false; video.rids.len().max(1)];
            let watchers = videos.iter().filter(|watched| watched.from == *id).flat_map(|watched| &watched.watchers);
            for watcher in watchers {
                let best = usize::from(watcher.preferred).min(wanted.len() - 1);
                wanted[best] = true;
            }
            if known.wanted != wanted {
                known.wanted.clone_from(&wanted);
                self.room_events.do_send(MediaEvent::EncodingsWanted(source, wanted));
            }
        }
    }

    pub(super) fn select_views(
        &mut self,
        SelectViews { peer, sources }: SelectViews,
    ) -> Result<Vec<Option<VideoSource>>, Refusal> {
        let known = self.peers.get_mut(&peer).ok_or(Refusal::NoMedia)?;
        known.views.select(&sources)?;
        let shown = known.views.sources();
        self.publish_plan();
        Ok(shown)
    }
}
