//! Converts one picture at a time, since each may take hundreds of megabytes of memory. Of each person one picture waits for
//! its turn here, and their others wait behind it: many pictures of one person do not hold up the next person's.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{error::Refusal, ids::PersonId};

/// How many pictures may wait in all.
const MOST: usize = 120;
/// How long one may wait. A conversion takes seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// The pictures that are being converted, or wait for it.
#[derive(Clone)]
pub struct ConversionQueue(Arc<Queue>);

struct Queue {
    running: Arc<Semaphore>,
    people: Mutex<HashMap<PersonId, Waiting>>,
}

/// One person's pictures.
struct Waiting {
    first: Arc<Semaphore>,
    count: usize,
}

impl Default for ConversionQueue {
    fn default() -> Self {
        Self(Arc::new(Queue { running: Arc::new(Semaphore::new(1)), people: Mutex::default() }))
    }
}

impl ConversionQueue {
    /// Waits until this person's picture may be converted.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when too many wait, or for too long.
    pub async fn turn(&self, whose: PersonId) -> Result<Turn, Refusal> {
        let (place, first) = self.enter(whose)?;
        let wait = async {
            let first = first.acquire_owned().await.expect("the queue never closes");
            let running = Arc::clone(&self.0.running).acquire_owned().await.expect("the queue never closes");
            Turn { _running: running, _first: first, _place: place }
        };
        timeout(PATIENCE, wait).await.map_err(|_| Refusal::Busy)
    }

    fn enter(&self, whose: PersonId) -> Result<(Place, Arc<Semaphore>), Refusal> {
        let mut people = self.0.people.lock().unwrap_or_else(PoisonError::into_inner);
        if people.values().map(|waiting| waiting.count).sum::<usize>() >= MOST {
            return Err(Refusal::Busy);
        }
        let waiting = people.entry(whose).or_insert_with(|| Waiting { first: Arc::new(Semaphore::new(1)), count: 0 });
        waiting.count += 1;
        Ok((Place { queue: Arc::clone(&self.0), whose }, Arc::clone(&waiting.first)))
    }
}

/// The permission to convert a picture. Dropping it is the next one's turn.
pub struct Turn {
    _running: OwnedSemaphorePermit,
    _first: OwnedSemaphorePermit,
    _place: Place,
}

struct Place {
    queue: Arc<Queue>,
    whose: PersonId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut people = self.queue.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = people.get_mut(&self.whose) {
            waiting.count -= 1;
            if waiting.count == 0 {
                people.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[actix_web::test]
    async fn many_pictures_of_one_person_do_not_hold_up_the_next_person() {
        let queue = ConversionQueue::default();
        let (maria, ben) = (PersonId::fresh(), PersonId::fresh());
        let running = queue.turn(maria).await.expect("nobody waits");
        let mut marias: Vec<_> = (0..5).map(|_| Box::pin(queue.turn(maria))).collect();
        assert!(marias.iter_mut().all(|turn| turn.as_mut().now_or_never().is_none()));
        let mut bens = Box::pin(queue.turn(ben));
        assert!(bens.as_mut().now_or_never().is_none());
        drop(running);
        assert!(marias[0].as_mut().now_or_never().is_none(), "hers was not yet in the queue");
        let his = bens.as_mut().now_or_never().expect("it is his turn").expect("it is not full");
        assert!(marias.iter_mut().all(|turn| turn.as_mut().now_or_never().is_none()), "one at a time");
        drop(his);
        let mut served = 0;
        for turn in &mut marias {
            served += usize::from(turn.as_mut().now_or_never().is_some_and(|turn| turn.is_ok()));
        }
        assert_eq!(served, 5, "and then hers, one after the other");
        drop((marias, bens));
        assert!(queue.0.people.lock().expect("the lock is not poisoned").is_empty(), "the map is empty again");
    }

    #[actix_web::test]
    async fn a_queue_that_is_too_long_refuses() {
        let queue = ConversionQueue::default();
        let waiting: Vec<_> = (0..MOST).map(|_| queue.enter(PersonId::fresh()).expect("there is room")).collect();
        assert_eq!(queue.turn(PersonId::fresh()).await.err(), Some(Refusal::Busy));
        drop(waiting);
        assert!(queue.turn(PersonId::fresh()).await.is_ok());
    }
}
