//! Recognises the packet with which a keyframe starts: only there can a view switch to another stream.

use super::sdp::Codec;

/// Whether a keyframe starts with this payload.
pub fn starts_keyframe(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::Opus => false,
        Codec::Vp8 => vp8(payload).unwrap_or(false),
        Codec::H264 => h264(payload).unwrap_or(false),
    }
}

/// RFC 7741, 4.2 and 4.3: the first bit of the first partition, after the payload descriptor.
fn vp8(payload: &[u8]) -> Option<bool> {
    let (first, mut rest) = payload.split_first()?;
    let is_start = first & 0x10 != 0 && first & 0x07 == 0;
    if first & 0x80 != 0 {
        let (extended, after) = rest.split_first()?;
        rest = after;
        if extended & 0x80 != 0 {
            // The picture id, in one byte or two.
            rest = rest.get(if rest.first()? & 0x80 != 0 { 2 } else { 1 }..)?;
        }
        let more = usize::from(extended & 0x40 != 0) + usize::from(extended & 0x30 != 0);
        rest = rest.get(more..)?;
    }
    Some(is_start && rest.first()? & 1 == 0)
}

/// RFC 6184, 5: an IDR slice, or the parameter sets before it, in a single NAL unit, an aggregate or fragments.
fn h264(payload: &[u8]) -> Option<bool> {
    const SLICE: u8 = 5;
    const PARAMETERS: u8 = 7;
    const TOGETHER: u8 = 24;
    const PART: u8 = 28;
    let alone = |unit: &u8| matches!(unit & 0x1f, SLICE | PARAMETERS);
    let (first, mut rest) = payload.split_first()?;
    match first & 0x1f {
        TOGETHER => loop {
            let Some((len, after)) = rest.split_first_chunk() else { return Some(false) };
            let (unit, next) = after.split_at_checked(u16::from_be_bytes(*len).into())?;
            if unit.first().is_some_and(alone) {
                return Some(true);
            }
            rest = next;
        },
        PART => rest.first().map(|head| head & 0x80 != 0 && alone(head)),
        _ => Some(alone(first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vp8_keyframe_is_marked_in_its_first_partition() {
        let alone = |payload: &[u8]| starts_keyframe(Codec::Vp8, payload);
        assert!(alone(&[0x10, 0x00]) && !alone(&[0x10, 0x01]));
        assert!(!alone(&[0x00, 0x00]) && !alone(&[0x11, 0x00]), "not its beginning");
        assert!(alone(&[0x90, 0x80, 0x85, 0x01, 0x00]) && !alone(&[0x90, 0x80, 0x05, 0x01]));
        assert!(alone(&[0x90, 0xe0, 0x85, 0x01, 7, 0x40, 0x00]));
    }

    #[test]
    fn an_h264_keyframe_starts_with_parameters_or_an_idr_slice() {
        let alone = |payload: &[u8]| starts_keyframe(Codec::H264, payload);
        assert!(alone(&[0x65, 1]) && alone(&[0x67, 1]) && !alone(&[0x61, 1]));
        assert!(alone(&[0x78, 0, 2, 0x09, 0x10, 0, 1, 0x67]) && !alone(&[0x78, 0, 1, 0x61]));
        assert!(alone(&[0x7c, 0x85]) && !alone(&[0x7c, 0x05]) && !alone(&[0x7c, 0x81]));
    }

    #[test]
    fn truncated_payloads_start_no_keyframe() {
        for codec in [Codec::Opus, Codec::Vp8, Codec::H264] {
            for first in 0..=255 {
                for len in 0..12 {
                    let mut payload = vec![first];
                    payload.resize(1 + len, 0xff);
                    let _ = starts_keyframe(codec, &payload);
                    assert!(!starts_keyframe(codec, &[]));
                }
            }
        }
    }
}
