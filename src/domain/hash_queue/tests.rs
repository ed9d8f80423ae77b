//! Who gets the next permit.

use super::{round_robin::QUEUE, *};
use futures_util::{FutureExt, future::LocalBoxFuture};

type Place<'a> = LocalBoxFuture<'a, Result<HashPermit, Refusal>>;

fn stranger(at: u8) -> Asker {
    Asker::Address(IpAddr::from([192, 0, 2, at]))
}

/// A place in the queue, which is taken at once.
fn wait(queue: &HashQueue, asker: Asker) -> Place<'_> {
    let mut place = queue.next(asker).boxed_local();
    assert!(place.as_mut().now_or_never().is_none(), "it waits");
    place
}

fn has_turn(place: &mut Place<'_>) -> Option<HashPermit> {
    place.as_mut().now_or_never().map(|turn| turn.expect("a permit"))
}

fn first(queue: &HashQueue) -> HashPermit {
    queue.next(stranger(1)).now_or_never().expect("it is free").expect("a permit")
}

#[actix_rt::test]
async fn addresses_have_turns_however_many_of_one_wait() {
    let queue = HashQueue::of(1);
    let permit = first(&queue);
    let mut many: Vec<_> = (0..200).map(|_| wait(&queue, stranger(7))).collect();
    let mut honest = wait(&queue, stranger(8));
    drop(permit);
    let permit = has_turn(&mut many[0]).expect("they came first");
    assert!(has_turn(&mut honest).is_none());
    drop(permit);
    assert!(has_turn(&mut many[1]).is_none());
    assert!(has_turn(&mut honest).is_some(), "one of the others later");
}

#[actix_rt::test]
async fn a_known_person_goes_first_but_not_for_ever() {
    let queue = HashQueue::of(1);
    let permit = first(&queue);
    let mut stranger = wait(&queue, stranger(7));
    let mut known: Vec<_> = (0..4).map(|_| wait(&queue, Asker::Known(PersonId::fresh()))).collect();
    drop(permit);
    for person in &mut known[..3] {
        drop(has_turn(person).expect("they go first"));
    }
    assert!(has_turn(&mut known[3]).is_none());
    assert!(has_turn(&mut stranger).is_some());
}

#[actix_rt::test]
async fn guessing_addresses_have_one_hash_at_a_time_and_turns_among_each_other() {
    let queue = HashQueue::of(3);
    let guessing = |at: u8| Asker::Guessing(IpAddr::from([192, 0, 2, at]));
    let permit = queue.next(guessing(1)).now_or_never().expect("it is free").expect("a permit");
    let mut same = wait(&queue, guessing(1));
    let mut other = wait(&queue, guessing(2));
    let stranger = queue.next(stranger(7)).now_or_never().expect("cores are free").expect("a permit");
    assert!(has_turn(&mut same).is_none() && has_turn(&mut other).is_none());
    drop(permit);
    let permit = has_turn(&mut same).expect("they came first");
    assert!(has_turn(&mut other).is_none());
    drop(permit);
    drop(has_turn(&mut other).expect("it is their turn"));
    drop(stranger);
    assert_eq!(queue.0.state().free, 3);
}

#[actix_rt::test]
async fn the_queue_is_bounded_for_all_and_for_each_address() {
    let queue = HashQueue::of(1);
    let _permit = first(&queue);
    let mut places: Vec<_> = (0..PER_ADDRESS).map(|_| wait(&queue, stranger(1))).collect();
    let refused = |asker| queue.next(asker).now_or_never().map(|turn| turn.err());
    assert_eq!(refused(stranger(1)), Some(Some(Refusal::Busy)));
    places.extend((0..PER_ADDRESS).map(|_| wait(&queue, stranger(2))));
    places.extend((0..QUEUE - 2 * PER_ADDRESS).map(|_| wait(&queue, stranger(3))));
    // The queue is full. One of an address with many gives way.
    let mut honest = wait(&queue, stranger(4));
    assert_eq!(queue.0.state().strangers.waiting, QUEUE);
    assert!(has_turn(&mut honest).is_none());
    let person = PersonId::fresh();
    let _theirs: Vec<_> = (0..PER_PERSON).map(|_| wait(&queue, Asker::Known(person))).collect();
    assert_eq!(refused(Asker::Known(person)), Some(Some(Refusal::Busy)));
}

#[actix_rt::test]
async fn those_who_hang_up_leave_the_queue() {
    let queue = HashQueue::of(1);
    let permit = first(&queue);
    let gone = wait(&queue, stranger(7));
    let mut late = wait(&queue, stranger(8));
    drop(gone);
    assert_eq!(queue.0.state().strangers.waiting, 1);
    drop(permit);
    drop(has_turn(&mut late).expect("nobody is before them any more"));
    // Someone who hangs up just after their turn has come passes the permit on.
    let permit = first(&queue);
    let (gone, mut next) = (wait(&queue, stranger(7)), wait(&queue, stranger(8)));
    drop(permit);
    drop(gone);
    drop(has_turn(&mut next).expect("it was passed on"));
    assert_eq!(queue.0.state().free, 1);
}

#[actix_rt::test]
async fn a_permit_is_held_until_the_hash_is_done_even_if_nobody_waits_for_it() {
    let queue = HashQueue::of(1);
    let permit = first(&queue);
    // The client hangs up while its password is hashed.
    let mut hashing = Box::pin(permit.hash("a password".to_owned(), 10));
    assert!(hashing.as_mut().now_or_never().is_none());
    drop(hashing);
    drop(permit);
    assert_eq!(queue.0.state().free, 0, "the hash still runs");
    assert!(queue.next(stranger(9)).await.is_ok(), "and ends");
}
