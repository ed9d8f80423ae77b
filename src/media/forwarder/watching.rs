//! Which video the peers of a room watch, and in which encodings.

use std::collections::HashSet;

use super::{Forwarder, WatchedVideo};
use crate::{
    error::Refusal,
    ids::ConnectionId,
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
            let mut watched =
                WatchedVideo { from, home, shards: Vec::new(), watchers: Vec::new(), is_screen: source.screen };
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

    pub(super) fn set_line_narrow(&mut self, peer: ConnectionId, narrow: bool) {
        if let Some(known) = self.peers.get_mut(&peer)
            && known.is_line_narrow != narrow
        {
            known.is_line_narrow = narrow;
            let videos = self.watched_videos();
            self.tell_wanted(&videos);
        }
    }

    /// Tells the room which encodings of each video somebody watches, where that has changed: the others need not be sent. A watcher
    /// on a narrow line may have to do with any that is smaller than the preferred one.
    pub(super) fn tell_wanted(&mut self, videos: &[WatchedVideo]) {
        let narrow: HashSet<_> =
            self.peers.iter().filter(|(_, known)| known.is_line_narrow).map(|(id, _)| *id).collect();
        for (id, known) in &mut self.peers {
            let (Some(source), Some(video)) = (known.source(), &known.negotiated.video) else { continue };
            let mut wanted = vec![false; video.rids.len().max(1)];
            let watchers = videos.iter().filter(|watched| watched.from == *id).flat_map(|watched| &watched.watchers);
            for watcher in watchers {
                let best = usize::from(watcher.preferred).min(wanted.len() - 1);
                let last = if narrow.contains(&watcher.listener) { wanted.len() - 1 } else { best };
                wanted[best..=last].fill(true);
            }
            if known.wanted != wanted {
                known.wanted.clone_from(&wanted);
                self.room_events.do_send(MediaEvent::EncodingsWanted(source, wanted));
            }
        }
    }

    pub(super) fn select_views(
        &mut self,
        SelectViews { peer, videos }: SelectViews,
    ) -> Result<Vec<Option<VideoSource>>, Refusal> {
        let known = self.peers.get_mut(&peer).ok_or(Refusal::NoMedia)?;
        known.views.select(&videos)?;
        let shown = known.views.sources();
        self.publish_plan();
        Ok(shown)
    }
}
