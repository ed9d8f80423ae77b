//! Who may use a path: forged addresses, former owners, and addresses that nobody has answered at.

use super::*;

/// Two participants, Ana and Mallory, each at their own address.
fn two(ana: usize, mallory: usize) -> (Stage, [(ConnectionId, String); 2]) {
    let mut stage = stage(ana.max(mallory) + 1);
    let both = [stage.expect(ana, "ana"), stage.expect(mallory, "mallory")];
    (stage, both)
}

#[actix::test]
async fn a_check_from_a_forged_address_gets_none_of_the_owners_packets() {
    // Both on the shard that receives from the kernel, each there with the other elsewhere, and both elsewhere.
    for (on, by) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (mut stage, [(ana, ana_user), (mallory, mallory_user)]) = two(on, by);
        let (here, there) = (socket(), socket());
        let begun = Instant::now();
        stage.checks(&here, &ana_user, begun);
        // During her handshake, and after it.
        stage.takes(udp(&here), binding(&mallory_user, PASSWORD), begun);
        let mut anas = stage.shakes(&here, ana, begun);
        stage.checks(&there, &mallory_user, begun);
        let mut mallorys = stage.shakes(&there, mallory, begun);
        assert_eq!(stage.peer(mallory).path, Some(udp(&there)));
        for second in 1..10 {
            let now = begun + Duration::from_secs(second);
            stage.takes(udp(&here), binding(&mallory_user, PASSWORD), now);
            assert_eq!(stage.peer(mallory).path, Some(udp(&there)), "what is theirs does not go to her");
            stage.takes(udp(&here), sealed(&mut anas), now);
            assert_eq!((stage.peer(ana).path, stage.peer(ana).received_at), (Some(udp(&here)), now));
        }
        // Nor by sending packets of her own keys from there.
        for second in 10..20 {
            let now = begun + Duration::from_secs(second);
            stage.takes(udp(&here), sealed(&mut mallorys), now);
            stage.takes(udp(&here), sealed(&mut anas), now);
            assert_eq!(stage.peer(ana).received_at, now, "{on} {by}");
        }
    }
}

#[actix::test]
async fn a_new_client_can_use_an_address_whose_previous_owner_vanished() {
    for (before, after) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (mut stage, [(ana, ana_user), (ben, ben_user)]) = two(before, after);
        let here = socket();
        let begun = Instant::now();
        stage.checks(&here, &ana_user, begun);
        stage.shakes(&here, ana, begun);
        let now = begun + Duration::from_secs(1);
        stage.checks(&here, &ben_user, now);
        let mut bens = stage.shakes(&here, ben, now);
        assert_eq!(stage.peer(ben).path, Some(udp(&here)));
        let late = now + SILENCE - TICK;
        stage.takes(udp(&here), sealed(&mut bens), late);
        assert_eq!(stage.peer(ben).received_at, late);
        stage.shards.iter_mut().for_each(|shard| shard.on_tick(late));
        is_gone(&mut stage, ana).await;
        let now = late + TICK;
        stage.takes(udp(&here), binding(&ben_user, PASSWORD), now);
        stage.takes(udp(&here), sealed(&mut bens), now);
        assert_eq!(stage.peer(ben).received_at, now, "{before} {after}");
    }
}

#[actix::test]
async fn media_goes_to_an_address_only_after_it_has_answered() {
    for home in [0, 1] {
        let mut stage = stage(home + 1);
        let (mallory, user) = stage.expect(home, "mallory");
        let (here, victim) = (socket(), socket());
        let begun = Instant::now();
        stage.checks(&here, &user, begun);
        let mut sealer = stage.shakes(&here, mallory, begun);
        let mut sent = 0;
        for second in 1..20 {
            let now = begun + Duration::from_secs(second);
            let check = binding(&user, PASSWORD);
            sent += check.len();
            stage.takes(udp(&victim), check, now);
            stage.takes(udp(&victim), sealed(&mut sealer), now);
            stage.takes(udp(&here), sealed(&mut sealer), now);
            stage.shards.iter_mut().for_each(|shard| shard.on_tick(now));
            assert_eq!(stage.peer(mallory).path, Some(udp(&here)));
        }
        let got: usize = received(&victim).iter().map(Vec::len).sum();
        assert!(got <= 3 * sent, "{got} bytes for {sent}");
        // A client that receives there moves there.
        stage.checks(&victim, &user, begun + Duration::from_secs(20));
        assert_eq!(stage.peer(mallory).path, Some(udp(&victim)), "{home}");
    }
}

#[actix::test]
async fn an_address_that_has_not_answered_gets_no_handshake() {
    let mut stage = stage(1);
    let (_, user) = stage.expect(0, "mallory");
    let (victim, now) = (socket(), Instant::now());
    stage.takes(udp(&victim), binding(&user, PASSWORD), now);
    let mut client = client(&stage.shards[0].identity);
    for packet in says(&mut client) {
        stage.takes(udp(&victim), packet.to_vec(), now);
    }
    let got = received(&victim);
    assert!(got.len() == 2 && got.iter().all(|packet| packet[0] < 4), "an answer and a challenge");
    stage.checks(&victim, &user, now);
    repeats(&mut client);
    for packet in says(&mut client) {
        stage.takes(udp(&victim), packet.to_vec(), now);
    }
    assert!(received(&victim).iter().any(|packet| (20..64).contains(&packet[0])), "now it does");
}

#[actix::test]
async fn a_path_without_checks_is_released() {
    let mut stage = stage(1);
    let (ana, ufrag) = stage.expect(0, "ana");
    let (old, new) = (socket(), socket());
    let begun = Instant::now();
    stage.checks(&old, &ufrag, begun);
    stage.shakes(&old, ana, begun);
    let mut now = begun;
    while now <= begun + SILENCE {
        now += Duration::from_secs(5);
        stage.checks(&new, &ufrag, now);
        stage.shards[0].on_tick(now);
    }
    assert_eq!(stage.peer(ana).path, Some(udp(&new)));
    assert_eq!(stage.shards[0].by_path.keys().copied().collect::<Vec<_>>(), [udp(&new)]);
}
