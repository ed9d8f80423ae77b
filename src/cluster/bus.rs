//! Connects the nodes of a school, for what concerns more than one of them (docs/adr/0029).
//!
//! [`Bus::announce`] tells every node, the announcing one included. All nodes receive all announcements in the order in which
//! they were made. [`Bus::request`] asks one node, and gets an answer or a refusal within [`DEADLINE`].
//!
//! This bus connects nodes in one process. It holds a bounded number of announcements; a node that falls behind learns that it
//! has missed some, and reads everything again.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use futures_util::future::join_all;
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    time::timeout,
};

use super::{
    announcement::Announcement,
    request::{Answer, Request},
};
use crate::{error::Refusal, ids::NodeId};

/// How long an announcement or a request waits for other nodes.
pub const DEADLINE: Duration = Duration::from_secs(5);
/// How many announcements wait for a node that is slow.
const ANNOUNCEMENTS: usize = 4096;
/// How many requests wait for a node.
const REQUESTS: usize = 1024;

/// The bus of all nodes that share a database.
pub struct Bus {
    announcements: broadcast::Sender<Delivery>,
    nodes: RwLock<HashMap<NodeId, mpsc::Sender<PendingRequest>>>,
    deadline: Duration,
}

/// An announcement on its way to a node. A node has handled it when it drops it.
#[derive(Clone)]
pub struct Delivery {
    /// `None` asks only whether everything before it has been handled.
    pub announcement: Option<Arc<Announcement>>,
    _until_handled: mpsc::Sender<()>,
}

/// A request on its way to a node.
pub struct PendingRequest {
    pub request: Request,
    pub answer: oneshot::Sender<Answer>,
}

/// What a node receives.
pub enum BusMessage {
    Announcement(Delivery),
    /// The node was too slow, and has lost this many announcements.
    Missed(u64),
    Request(PendingRequest),
}

/// A node's membership of the bus. Dropping it leaves the bus.
pub struct Membership {
    pub node: NodeId,
    bus: Arc<Bus>,
    announcements: broadcast::Receiver<Delivery>,
    requests: mpsc::Receiver<PendingRequest>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { announcements: broadcast::Sender::new(ANNOUNCEMENTS), nodes: RwLock::default(), deadline: DEADLINE }
    }
}

impl Bus {
    /// Adds a node.
    pub fn join(self: &Arc<Self>, node: NodeId) -> Membership {
        let (ask, requests) = mpsc::channel(REQUESTS);
        let announcements = self.announcements.subscribe();
        self.nodes.write().unwrap_or_else(PoisonError::into_inner).insert(node, ask);
        Membership { node, bus: Arc::clone(self), announcements, requests }
    }

    /// Tells every node. The future is done when every node has handled it, or after [`DEADLINE`]; the announcement is on its
    /// way before the future is polled.
    pub fn announce(&self, announcement: Announcement) -> impl Future<Output = ()> + use<> {
        let delivered = self.deliver(Some(Arc::new(announcement)));
        async move {
            // What is not handled in time has been logged.
            let _ = delivered.await;
        }
    }

    /// As [`Bus::announce`], for what must not go on before every node has handled it.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when a node has not handled it in time.
    pub fn announce_to_all(&self, announcement: Announcement) -> impl Future<Output = Result<(), Refusal>> + use<> {
        self.deliver(Some(Arc::new(announcement)))
    }

    /// Waits until every node has handled everything that was announced so far.
    pub async fn settled(&self) {
        let _ = self.deliver(None).await;
    }

    fn deliver(&self, announcement: Option<Arc<Announcement>>) -> impl Future<Output = Result<(), Refusal>> + use<> {
        let (until_handled, mut handled) = mpsc::channel(1);
        let what = announcement.clone();
        let delivery = Delivery { announcement, _until_handled: until_handled };
        // Sending fails if there is no node, and then none has to be told.
        let told = self.announcements.send(delivery).is_ok();
        let deadline = self.deadline;
        async move {
            // The channel ends when the last node has dropped its copy.
            if told && timeout(deadline, handled.recv()).await.is_err() {
                tracing::warn!(?what, "a node has not handled an announcement in time");
                return Err(Refusal::Busy);
            }
            Ok(())
        }
    }

    /// Asks one node.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when the node has left, has too many requests waiting, or does not answer in time.
    pub async fn request(&self, node: NodeId, request: Request) -> Result<Answer, Refusal> {
        let ask = self.nodes.read().unwrap_or_else(PoisonError::into_inner).get(&node).cloned().ok_or(Refusal::Busy)?;
        let (answer, answered) = oneshot::channel();
        ask.try_send(PendingRequest { request, answer }).map_err(|_| Refusal::Busy)?;
        match timeout(self.deadline, answered).await {
            Ok(Ok(Answer::Refused(refusal))) => Err(refusal),
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(Refusal::Busy),
        }
    }

    /// Asks every node, and returns the answers that came in time.
    pub async fn request_all(&self, request: Request) -> Vec<Result<Answer, Refusal>> {
        let nodes: Vec<_> = self.nodes.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect();
        join_all(nodes.into_iter().map(|node| self.request(node, request.clone()))).await
    }
}

impl Membership {
    /// The next thing that the node receives. Announcements come in order; requests come as soon as there is one.
    pub async fn next(&mut self) -> BusMessage {
        loop {
            tokio::select! {
                delivery = self.announcements.recv() => match delivery {
                    Ok(delivery) => return BusMessage::Announcement(delivery),
                    Err(broadcast::error::RecvError::Lagged(missed)) => return BusMessage::Missed(missed),
                    // This membership holds the bus, and so the sender.
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                },
                Some(asked) = self.requests.recv() => return BusMessage::Request(asked),
            }
        }
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.bus.nodes.write().unwrap_or_else(PoisonError::into_inner).remove(&self.node);
        drop(self.bus.announce(Announcement::NodeLeft(self.node)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{PersonId, SessionId};

    async fn announcement(member: &mut Membership) -> Announcement {
        match member.next().await {
            BusMessage::Announcement(delivery) => (*delivery.announcement.expect("an announcement")).clone(),
            BusMessage::Missed(_) | BusMessage::Request(_) => panic!("an announcement comes next"),
        }
    }

    #[actix_rt::test]
    async fn every_node_hears_announcements_in_one_order() {
        let bus = Arc::<Bus>::default();
        let mut members = [bus.join(NodeId::fresh()), bus.join(NodeId::fresh())];
        let session = SessionId::fresh();
        let announced = [Announcement::SettingsChanged, Announcement::SessionEnded(session)];
        let handled = announced.clone().map(|announcement| bus.announce(announcement));
        for member in &mut members {
            for expected in &announced {
                assert_eq!(announcement(member).await, *expected);
            }
        }
        join_all(handled).await;
    }

    #[actix_rt::test]
    async fn an_announcement_is_handled_once_every_node_has_dropped_it() {
        let bus = Arc::<Bus>::default();
        let mut members = [bus.join(NodeId::fresh()), bus.join(NodeId::fresh())];
        let handled = bus.announce(Announcement::Blocked(PersonId::fresh()));
        tokio::pin!(handled);
        let first = members[0].next().await;
        drop(members[1].next().await);
        assert!(futures_util::poll!(&mut handled).is_pending(), "the first node still handles it");
        drop(first);
        handled.await;
    }

    #[actix_rt::test]
    async fn an_announcement_that_a_node_does_not_handle_in_time_is_refused() {
        let bus = Arc::new(Bus { deadline: Duration::from_millis(20), ..Bus::default() });
        let _member = bus.join(NodeId::fresh());
        let handled = bus.announce_to_all(Announcement::Erased(PersonId::fresh()));
        assert_eq!(handled.await, Err(Refusal::Busy));
    }

    #[actix_rt::test]
    async fn a_node_that_falls_behind_learns_that_it_has_missed_something() {
        let bus = Arc::<Bus>::default();
        let mut slow = bus.join(NodeId::fresh());
        for _ in 0..=ANNOUNCEMENTS {
            drop(bus.announce(Announcement::SettingsChanged));
        }
        assert!(matches!(slow.next().await, BusMessage::Missed(1)));
        assert_eq!(announcement(&mut slow).await, Announcement::SettingsChanged);
    }

    #[actix_rt::test]
    async fn a_request_to_a_node_that_has_left_is_refused() {
        let bus = Arc::<Bus>::default();
        let member = bus.join(NodeId::fresh());
        let node = member.node;
        drop(member);
        assert_eq!(bus.request(node, Request::Count).await, Err(Refusal::Busy));
        // No node is left to tell.
        bus.announce(Announcement::SettingsChanged).await;
    }
}
