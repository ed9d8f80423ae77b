//! Encryption and decryption, by us and by the library, of genuine and forged packets.

use super::*;

fn secret(profile: ProtectionProfile) -> Secret {
    Secret { profile, key: vec![7; profile.key_len()], salt: vec![9; profile.salt_len()] }
}

fn packet(sequence: u16) -> (Vec<u8>, rtp::Header) {
    let header = rtp::Header {
        payload_type: 111,
        marker: false,
        padded: false,
        sequence,
        timestamp: u32::from(sequence) * 960,
        ssrc: 0x0102_0304,
        len: 20,
        level: Some(30),
    };
    let mut bytes = Vec::new();
    header.write(Some(1), &mut bytes);
    bytes.extend_from_slice(b"sound");
    (bytes, header)
}

fn pair(profile: ProtectionProfile) -> (Sealer, Opener) {
    let provider = rtc_crypto::default_provider().expect("ring is built in");
    let secret = secret(profile);
    let sealer = Sealer::new(&secret, provider.crypto()).expect("the keys fit");
    (sealer, Opener::new(&secret, &[0x0102_0304], provider.crypto()).expect("the keys fit"))
}

const PROFILES: [ProtectionProfile; 2] = [ProtectionProfile::AeadAes128Gcm, ProtectionProfile::Aes128CmHmacSha1_80];

#[test]
fn a_packet_decrypts_once_and_sequence_numbers_may_wrap() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        for round in 0..200_u16 {
            let (plain, header) = packet(65_400_u16.wrapping_add(round));
            let mut sealed = plain.clone();
            sealer.seal(&mut sealed, 0, header.len).expect("a packet");
            let mut again = sealed.clone();
            let len = opener.open(&mut sealed, &header).expect("it is genuine");
            assert_eq!(sealed[..len], plain);
            assert_eq!(opener.open(&mut again, &header), Err(Broken), "a repetition");
        }
    }
}

#[test]
fn our_gcm_equals_the_librarys() {
    let provider = rtc_crypto::default_provider().expect("ring is built in");
    let Secret { profile, key, salt } = secret(ProtectionProfile::AeadAes128Gcm);
    let mut stock = Context::new(&key, &salt, profile, None, None, provider.crypto()).expect("the keys fit");
    let (mut sealer, mut opener) = pair(profile);
    for round in 0..100_u16 {
        let (plain, header) = packet(65_500_u16.wrapping_add(round));
        let mut ours = plain.clone();
        sealer.seal(&mut ours, 0, header.len).expect("a packet");
        let mut theirs = stock.encrypt_rtp(&plain).expect("a packet");
        assert_eq!(ours, theirs);
        opener.open(&mut theirs, &header).expect("it is genuine");
    }
    let report = [0x80, 200, 0, 1, 1, 2, 3, 4].to_vec();
    let (mut ours, theirs) = (report.clone(), stock.encrypt_rtcp(&report).expect("a report"));
    sealer.seal_rtcp(&mut ours).expect("a report");
    assert_eq!(ours, theirs);
    let len = opener.open_rtcp(&mut ours).expect("it is genuine");
    assert_eq!(ours[..len], report);
    assert_eq!(opener.open_rtcp(&mut theirs.to_vec()), Err(Broken), "a repetition");
}

#[test]
fn forged_packets_fail_and_leave_no_state() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        let (plain, header) = packet(1);
        let mut sealed = plain;
        sealer.seal(&mut sealed, 0, header.len).expect("a packet");
        for at in 0..sealed.len() {
            let mut forged = sealed.clone();
            forged[at] ^= 1;
            if let Some(header) = rtp::Header::read(&forged, Some(1)) {
                assert_eq!(opener.open(&mut forged, &header), Err(Broken), "{at}");
            }
        }
        for len in 0..sealed.len() {
            assert!(opener.open_rtcp(&mut sealed[..len].to_vec()).is_err());
        }
        opener.open(&mut sealed, &header).expect("the genuine one still opens");
    }
}

#[test]
fn a_forged_first_packet_does_not_block_genuine_ones() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        // Found by a fuzzer: far ahead of the sender's first packet.
        let (mut forged, header) = packet(250);
        forged.extend([0; 32]);
        assert_eq!(opener.open(&mut forged, &header), Err(Broken));
        let (plain, header) = packet(9);
        let mut sealed = plain.clone();
        sealer.seal(&mut sealed, 0, header.len).expect("a packet");
        let len = opener.open(&mut sealed, &header).expect("it is genuine");
        assert_eq!(sealed[..len], plain);
    }
}

#[test]
fn endless_forged_reports_do_not_block_a_known_sender() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        let report = |ssrc: u32| {
            let mut report = vec![0x80, 201, 0, 1];
            report.extend(ssrc.to_be_bytes());
            report
        };
        let mut genuine = report(7);
        sealer.seal_rtcp(&mut genuine).expect("a report");
        assert!(opener.open_rtcp(&mut genuine.clone()).is_ok());
        assert_eq!(opener.open_rtcp(&mut genuine), Err(Broken), "a repetition");
        for number in 0..2 * MAX_FORGED as u32 {
            let mut forged = report(1000 + number);
            forged.extend([0xff; 32]);
            assert_eq!(opener.open_rtcp(&mut forged), Err(Broken));
        }
        let mut genuine = report(7);
        sealer.seal_rtcp(&mut genuine).expect("a report");
        assert!(opener.open_rtcp(&mut genuine).is_ok());
    }
}

#[test]
fn the_index_is_the_nearest_one_with_the_sequence_number() {
    for (highest, sequence, index) in [
        (0, 0, 0),
        (65_535, 0, 65_536),
        (65_536, 65_535, 65_535),
        (65_536 + 40_000, 10, 131_072 + 10),
        (65_536 + 40_000, 39_000, 65_536 + 39_000),
        (10, 65_000, 65_000),
    ] {
        assert_eq!(index_near(highest, sequence), index, "{highest} {sequence}");
    }
}
