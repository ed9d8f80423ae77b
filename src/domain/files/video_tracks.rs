//! Decides whether browsers play an MP4 or QuickTime file by the codecs of its tracks (ISO/IEC 14496-12), not by the brands
//! that its first bytes claim: cameras and phones write many brands around the same few codecs. The file passes by only once,
//! on its way to the storage, and its description may come last; so boxes are read as they come, and everything within them is
//! skipped.

use crate::error::Refusal;

/// The boxes whose content is boxes that lead to a track's codec.
const CONTAINERS: &[&[u8; 4]] = &[b"moov", b"trak", b"mdia", b"minf", b"stbl"];
/// The boxes that a file may begin with. QuickTime has no `ftyp`.
const FIRST: &[&[u8; 4]] = &[b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];
/// More tracks than any camera writes.
const TRACKS: usize = 64;

/// Whether a file is one of boxes, by its first bytes.
pub fn is_boxes(head: &[u8]) -> bool {
    head.get(4..8).is_some_and(|kind| FIRST.iter().any(|first| kind == *first))
}

#[derive(Default)]
struct Track {
    /// `vide`, `soun` or another.
    handler: Option<[u8; 4]>,
    codec: Option<[u8; 4]>,
}

/// What comes next.
enum Expected {
    /// The header of a box.
    Header,
    /// This many bytes that say nothing.
    Skipped(u64),
    /// The beginning of a box with this name, and how long the box is from there.
    Content([u8; 4], u64),
}

/// Reads the boxes of a file as they come.
pub struct TrackReader {
    expected: Expected,
    /// The part of a header, or of a box's beginning, that has come.
    held: Vec<u8>,
    tracks: Vec<Track>,
    described: bool,
}

impl TrackReader {
    pub fn new() -> Self {
        Self { expected: Expected::Header, held: Vec::new(), tracks: Vec::new(), described: false }
    }

    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// [`Refusal::VideoBad`] when they are no boxes.
    pub fn read(&mut self, mut bytes: &[u8]) -> Result<(), Refusal> {
        while !bytes.is_empty() {
            let wanted = match self.expected {
                Expected::Skipped(left) => {
                    let skipped = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    bytes = &bytes[skipped..];
                    self.expected = match left - skipped as u64 {
                        0 => Expected::Header,
                        left => Expected::Skipped(left),
                    };
                    continue;
                }
                Expected::Header => header_size(&self.held),
                Expected::Content(kind, _) => content_size(kind),
            };
            let (taken, rest) = bytes.split_at(bytes.len().min(wanted - self.held.len()));
            self.held.extend_from_slice(taken);
            bytes = rest;
            self.take()?;
        }
        Ok(())
    }

    /// Reads what is held once it is complete.
    fn take(&mut self) -> Result<(), Refusal> {
        let held = &self.held;
        self.expected = match self.expected {
            Expected::Header if held.len() < header_size(held) => return Ok(()),
            Expected::Header => {
                let (kind, size) = (four(held, 4), box_size(held));
                let content = size.checked_sub(held.len() as u64).ok_or(Refusal::VideoBad)?;
                if &kind == b"trak" {
                    if self.tracks.len() == TRACKS {
                        return Err(Refusal::VideoBad);
                    }
                    self.tracks.push(Track::default());
                }
                self.described |= &kind == b"moov";
                if CONTAINERS.contains(&&kind) {
                    Expected::Header
                } else if content_size(kind) > 0 && content >= content_size(kind) as u64 {
                    Expected::Content(kind, content)
                } else if content > 0 {
                    Expected::Skipped(content)
                } else {
                    Expected::Header
                }
            }
            Expected::Content(kind, _) if held.len() < content_size(kind) => return Ok(()),
            Expected::Content(kind, content) => {
                if let Some(track) = self.tracks.last_mut() {
                    match &kind {
                        // QuickTime has a second one, of the data.
                        b"hdlr" => track.handler = track.handler.or(Some(four(held, 8))),
                        _ => track.codec = track.codec.or(Some(four(held, 12))),
                    }
                }
                match content - held.len() as u64 {
                    0 => Expected::Header,
                    left => Expected::Skipped(left),
                }
            }
            Expected::Skipped(_) => unreachable!("nothing is held of what is skipped"),
        };
        self.held.clear();
        Ok(())
    }

    /// Judges the file after its last byte.
    ///
    /// # Errors
    /// [`Refusal::VideoBad`] without a description; [`Refusal::FileKindBad`] without pictures; the refusal that names the codec
    /// which browsers lack.
    pub fn judge(&self) -> Result<(), Refusal> {
        if !self.described {
            return Err(Refusal::VideoBad);
        }
        let codecs = |handler: &[u8; 4]| {
            let of = self.tracks.iter().filter(|track| track.handler.as_ref() == Some(handler));
            of.filter_map(|track| track.codec).collect::<Vec<_>>()
        };
        let pictures = codecs(b"vide");
        if pictures.is_empty() {
            return Err(Refusal::FileKindBad);
        }
        // One that plays is enough: phones add tracks for their own programs.
        let missing_pictures = pictures.iter().map(missing_picture).collect::<Vec<_>>();
        let missing_sounds = codecs(b"soun").iter().map(missing_sound).collect();
        for missing in [missing_pictures, missing_sounds] {
            if let Some(Some(first)) = missing.first()
                && missing.iter().all(Option::is_some)
            {
                return Err(*first);
            }
        }
        Ok(())
    }
}

/// The bytes from here on; the caller has checked that they are enough.
fn four(bytes: &[u8], at: usize) -> [u8; 4] {
    bytes[at..at + 4].try_into().expect("it is four bytes")
}

/// The length of the header that begins with these bytes: a size of 1 means that the size follows in eight bytes.
fn header_size(held: &[u8]) -> usize {
    if held.get(..4) == Some(&[0, 0, 0, 1]) { 16 } else { 8 }
}

/// The size of a box. 0 means until the end of the file.
fn box_size(header: &[u8]) -> u64 {
    match u32::from_be_bytes(four(header, 0)) {
        0 => u64::MAX,
        1 => u64::from_be_bytes(header[8..16].try_into().expect("the header has sixteen bytes")),
        size => size.into(),
    }
}

/// How much of a box is read: of `hdlr` the version and the handler's type (8.4.3), of `stsd` up to the type of the first entry
/// (8.5.2).
fn content_size(kind: [u8; 4]) -> usize {
    match &kind {
        b"hdlr" => 12,
        b"stsd" => 16,
        _ => 0,
    }
}

/// Why browsers show no pictures of this codec.
fn missing_picture(codec: &[u8; 4]) -> Option<Refusal> {
    match codec {
        b"avc1" | b"avc3" | b"hvc1" | b"hev1" | b"av01" | b"vp08" | b"vp09" => None,
        b"mp4v" | b"DIVX" | b"XVID" | b"3IV2" => Some(Refusal::VideoMpeg4),
        b"s263" | b"h263" | b"H263" => Some(Refusal::VideoH263),
        b"apco" | b"apcs" | b"apcn" | b"apch" | b"ap4h" | b"ap4x" => Some(Refusal::VideoProres),
        b"dvh1" | b"dvhe" | b"dva1" | b"dvav" => Some(Refusal::VideoDolbyVision),
        b"jpeg" | b"mjpa" | b"mjpb" | b"MJPG" => Some(Refusal::VideoMotionJpeg),
        b"encv" | b"drmi" => Some(Refusal::VideoProtected),
        [b'm', b'2', b'v', _] | [b'm', b'x', _, _] | [b'h', b'd', b'v', _] | [b'x', b'd', b'v', _] => {
            Some(Refusal::VideoMpeg2)
        }
        _ => Some(Refusal::VideoCodecUnknown),
    }
}

/// Why browsers play no sound of this codec.
fn missing_sound(codec: &[u8; 4]) -> Option<Refusal> {
    match codec {
        b"mp4a" | b".mp3" | b"Opus" | b"fLaC" => None,
        // Plain samples, of cameras.
        b"sowt" | b"twos" | b"lpcm" | b"ipcm" | b"fpcm" | b"in24" | b"raw " | b"ulaw" | b"alaw" => None,
        b"samr" | b"sawb" | b"sawp" => Some(Refusal::VideoSoundAmr),
        b"ac-3" | b"ec-3" | b"ac-4" => Some(Refusal::VideoSoundDolby),
        b"alac" => Some(Refusal::VideoSoundAlac),
        b"enca" | b"drms" => Some(Refusal::VideoProtected),
        _ => Some(Refusal::VideoSoundUnknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).expect("it is small");
        [&size.to_be_bytes()[..], kind, content].concat()
    }

    /// A track with this handler and codec.
    fn track(handler: &[u8; 4], codec: &[u8; 4]) -> Vec<u8> {
        let entry = boxed(codec, &[0; 30]);
        let stsd = boxed(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &entry].concat());
        // QuickTime's own, of the data, and the sizes of samples, which are skipped.
        let data = boxed(b"hdlr", &[&[0; 8][..], b"alis", &[0; 12]].concat());
        let minf = boxed(b"minf", &[data, boxed(b"stbl", &[stsd, boxed(b"stsz", &[9; 50])].concat())].concat());
        let hdlr = boxed(b"hdlr", &[&[0; 8][..], handler, &[0; 13]].concat());
        boxed(b"trak", &boxed(b"mdia", &[boxed(b"mdhd", &[0; 24]), hdlr, minf].concat()))
    }

    fn file(brand: &[u8; 4], tracks: &[Vec<u8>]) -> Vec<u8> {
        let moov = boxed(b"moov", &[boxed(b"mvhd", &[0; 100]), tracks.concat(), boxed(b"udta", b"moov")].concat());
        [boxed(b"ftyp", brand), boxed(b"free", b""), boxed(b"mdat", &[0x55; 300]), moov].concat()
    }

    fn judged(file: &[u8], parts: usize) -> Result<(), Refusal> {
        let mut reader = TrackReader::new();
        file.chunks(parts).try_for_each(|part| reader.read(part))?;
        reader.judge()
    }

    #[test]
    fn codecs_decide_and_brands_do_not() {
        for brand in [b"XAVC", b"iso7", b"iso9", b"cmfc", b"3gp4", b"hvc1", b"qt  ", b"isom", b"nope"] {
            for codec in [b"avc1", b"hvc1", b"av01", b"vp09"] {
                let file = file(brand, &[track(b"vide", codec), track(b"soun", b"mp4a"), track(b"tmcd", b"tmcd")]);
                assert!(is_boxes(&file));
                for parts in [1, 7, 8, 64, usize::MAX] {
                    assert_eq!(judged(&file, parts), Ok(()), "{brand:?} {codec:?} in parts of {parts}");
                }
            }
        }
    }

    #[test]
    fn a_refusal_names_the_codec_that_is_missing() {
        let missing = |tracks: &[(&[u8; 4], &[u8; 4])]| {
            let tracks: Vec<_> = tracks.iter().map(|(handler, codec)| track(handler, codec)).collect();
            judged(&file(b"isom", &tracks), 13).err()
        };
        assert_eq!(missing(&[(b"vide", b"mp4v"), (b"soun", b"mp4a")]), Some(Refusal::VideoMpeg4));
        assert_eq!(missing(&[(b"vide", b"apcn")]), Some(Refusal::VideoProres));
        assert_eq!(missing(&[(b"vide", b"xdv6")]), Some(Refusal::VideoMpeg2));
        assert_eq!(missing(&[(b"vide", b"abcd")]), Some(Refusal::VideoCodecUnknown));
        assert_eq!(missing(&[(b"vide", b"avc1"), (b"soun", b"samr")]), Some(Refusal::VideoSoundAmr));
        // One that plays is enough, as with the two of an iPhone.
        assert_eq!(missing(&[(b"vide", b"hvc1"), (b"soun", b"apac"), (b"soun", b"mp4a")]), None);
        assert_eq!(missing(&[(b"soun", b"mp4a")]), Some(Refusal::FileKindBad), "a recording of sound is no video");
    }

    #[test]
    fn sizes_of_every_kind_are_read() {
        let moov = boxed(b"moov", &track(b"vide", b"avc1"));
        let long = [&[0, 0, 0, 1][..], b"mdat", &46_u64.to_be_bytes(), &[0; 30]].concat();
        let rest = [&[0, 0, 0, 0][..], b"mdat", &[0; 30]].concat();
        assert_eq!(judged(&[boxed(b"ftyp", b"qt  "), long, moov.clone(), rest].concat(), 5), Ok(()));
        let short = [&[0, 0, 0, 3][..], b"mdat"].concat();
        assert_eq!(judged(&[moov, short].concat(), 5), Err(Refusal::VideoBad));
    }

    #[test]
    fn half_a_video_and_what_is_none_are_refused() {
        let whole = file(b"isom", &[track(b"vide", b"avc1")]);
        assert_eq!(judged(&whole[..300], 50), Err(Refusal::VideoBad));
        let many: Vec<_> = (0..TRACKS + 1).map(|_| track(b"vide", b"avc1")).collect();
        assert_eq!(judged(&file(b"isom", &many), 1000), Err(Refusal::VideoBad));
        for other in [&b"<!doctype html>"[..], b"%PDF-1.7", b"\x1a\x45\xdf\xa3", b""] {
            assert!(!is_boxes(other));
        }
    }
}
