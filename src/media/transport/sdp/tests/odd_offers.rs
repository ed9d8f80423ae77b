//! Offers of video that no browser makes.

use super::*;

#[test]
fn an_offer_with_two_hundred_sending_sections_is_rejected_and_one_with_many_sends_one_video() {
    let sections = |count: usize| (0..count).map(|at| picture(&at.to_string(), "sendonly", "")).collect::<Vec<_>>();
    assert_eq!(Offer::read(&offer(&sections(200))).map(|_| ()), Err(OfferFault::Malformed));
    let (text, negotiated) = answer(&offer(&sections(40)));
    assert!(negotiated.video.is_some());
    assert_eq!((text.matches("a=recvonly").count(), text.matches("a=inactive").count()), (1, 39));
}

#[test]
fn a_simulcast_that_repeats_names_has_each_encoding_once() {
    let layers = "a=rid:h send\r\na=rid:l send\r\na=simulcast:send h;h;l;h;l\r\n";
    let (text, negotiated) = answer(&offer(&[picture("0", "sendonly", layers)]));
    assert_eq!(negotiated.video.map(|video| video.rids), Some(vec!["h".to_owned(), "l".to_owned()]));
    assert!(text.contains("a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n"), "{text}");
}

#[test]
fn a_video_in_codecs_that_nobody_has_is_rejected_and_the_sound_beside_it_is_not() {
    let unknown = picture("1", "sendonly", "").replace("VP8/90000", "THEORA/90000").replace("H264/90000", "H261/90000");
    let (text, negotiated) = answer(&offer(&[section("0", "sendonly"), unknown]));
    assert!(negotiated.audio.is_some());
    assert_eq!(negotiated.video, None);
    assert!(text.contains("m=video 0 "), "{text}");
}
