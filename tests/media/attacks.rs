//! Forged packets from a speaker's own address and from elsewhere: audio continues for everyone.

use std::{net::UdpSocket, time::Duration};

use super::{Class, in_order, voice::Voice};

fn record(content: u8, epoch: u8, number: u16, body: &[u8]) -> Vec<u8> {
    let [high, low] = number.to_be_bytes();
    let head = [content, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, high, low, 0, body.len() as u8];
    [&head[..], body].concat()
}

/// A typical ClientHello (RFC 6347, 4.2.2).
pub fn hello(number: u16) -> Vec<u8> {
    let extensions = [0, 14, 0, 5, 0, 2, 0, 7, 0, 0, 23, 0, 0];
    let body = [
        &[0xfe, 0xfd][..],
        &[9; 32],
        &[0, 0],
        &[0, 4, 0xc0, 0x2b, 0xc0, 0x2f],
        &[1, 0],
        &[0, extensions.len() as u8],
        &extensions,
    ]
    .concat();
    let len = body.len() as u8;
    record(22, 0, number, &[&[1, 0, 0, len, 0, 0, 0, 0, 0, 0, 0, len][..], &body].concat())
}

/// Packets that need no keys.
pub fn forged() -> Vec<Vec<u8>> {
    let mut all = vec![
        // Alerts, unencrypted and as if encrypted, and other records.
        record(21, 0, 900, &[1, 0]),
        record(21, 0, 901, &[2, 40]),
        record(21, 1, 902, &[7; 26]),
        record(23, 0, 903, b"data"),
        record(20, 0, 904, &[1]),
        record(20, 1, 904, &[9]),
        record(22, 1, 905, &[3; 60]),
        record(22, 0, 906, &[20, 0, 0, 12, 0, 5, 0, 0, 0, 0, 0, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        // A goodbye (RFC 3550, 6.6), and media.
        vec![0x80, 203, 0, 1, 0, 0, 0, 7],
        vec![0x80; 172],
        vec![0; 20],
        vec![63; 1400],
        vec![255; 40],
    ];
    // New handshakes, again and again.
    all.extend((0..300).map(hello));
    all
}

async fn goes_on(ana: &Voice, ben: &Voice) {
    for (voice, whose) in [(ben, b'a'), (ana, b'b')] {
        voice.heard();
        in_order(&voice.hears(whose, 25).await);
    }
}

#[actix_web::test]
async fn forged_packets_end_nobodys_audio() {
    let Class { lesson: _lesson, teacher: _teacher, mut ana, mut ben } = Class::begin().await;
    ana.speaks().await;
    ben.speaks().await;
    goes_on(&ana.voice, &ben.voice).await;
    let elsewhere = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    for packet in forged() {
        elsewhere.send_to(&packet, ana.voice.there).expect("it is sent");
        ana.voice.slips(&packet);
    }
    goes_on(&ana.voice, &ben.voice).await;
    // An unknown sender gets no answer at all.
    elsewhere.set_read_timeout(Some(Duration::from_millis(200))).expect("a time");
    assert!(elsewhere.recv(&mut [0; 2000]).is_err());
}
