//! Small files that would be huge when unpacked.

use std::io::Write;

use flate2::{
    Compression, Crc,
    write::{DeflateEncoder, GzEncoder, ZlibEncoder},
};
use image::ImageFormat;

use super::files::picture;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Writes this many zeros.
fn zeros(mut into: impl Write, size: u64) {
    let some = [0; 64 * 1024];
    let mut left = size;
    while left > 0 {
        let part = left.min(some.len() as u64);
        into.write_all(&some[..part as usize]).expect("it is in memory");
        left -= part;
    }
}

/// This many zeros, compressed as in a PNG (RFC 1950).
fn zipped(size: u64) -> Vec<u8> {
    let mut zip = ZlibEncoder::new(Vec::new(), Compression::best());
    zeros(&mut zip, size);
    zip.finish().expect("it is in memory")
}

/// A chunk of a PNG (ISO 15948, 5.3).
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    let length = u32::try_from(data.len()).expect("it is short");
    [&length.to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
}

/// A pixel format of PNG: the number of channels, the bits per channel, and the number that PNG has for it.
#[derive(Clone, Copy)]
pub struct Pixel(u64, u8, u8);

pub const BLACK_OR_WHITE: Pixel = Pixel(1, 1, 0);
pub const CLEAR: Pixel = Pixel(4, 8, 6);
pub const CLEAR_AND_DEEP: Pixel = Pixel(4, 16, 6);

fn head(width: u32, height: u32, Pixel(_, depth, kind): Pixel) -> Vec<u8> {
    let data = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, kind, 0, 0, 0]].concat();
    [PNG, &chunk(b"IHDR", &data)].concat()
}

/// A valid image without content, with these sides.
pub fn png(width: u32, height: u32, pixel: Pixel) -> Vec<u8> {
    let Pixel(channels, depth, _) = pixel;
    let row = 1 + (u64::from(width) * channels * u64::from(depth)).div_ceil(8);
    let pixels = zipped(row * u64::from(height));
    [head(width, height, pixel), chunk(b"IDAT", &pixels), chunk(b"IEND", b"")].concat()
}

/// A small image with a colour profile of this many bytes.
pub fn with_profile(size: u64) -> Vec<u8> {
    let profile = [b"sRGB\0\0", &zipped(size)[..]].concat();
    let pixels = chunk(b"IDAT", &zipped(8 * (1 + 8 * 4)));
    [head(8, 8, CLEAR), chunk(b"iCCP", &profile), pixels, chunk(b"IEND", b"")].concat()
}

/// A small image with a text of this many bytes.
pub fn with_words(size: u64) -> Vec<u8> {
    let words = [b"Comment\0\0", &zipped(size)[..]].concat();
    let pixels = chunk(b"IDAT", &zipped(8 * (1 + 8 * 4)));
    [head(8, 8, CLEAR), chunk(b"zTXt", &words), pixels, chunk(b"IEND", b"")].concat()
}

/// A small image with this many bytes to unpack after its pixels.
pub fn overfull(size: u64) -> Vec<u8> {
    [head(8, 8, CLEAR), chunk(b"IDAT", &zipped(size)), chunk(b"IEND", b"")].concat()
}

/// The start of a progressive photo (T.81, annex G) with these sides: a decoder must hold all of it until its end.
pub fn progressive(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = picture(16, 16, ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|marker| marker == [0xff, 0xc0]).expect("it has a frame");
    bytes[frame + 1] = 0xc2;
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// An archive (PKWARE's APPNOTE, 4.3) with one file of this many zeros.
pub fn archive(size: u32) -> Vec<u8> {
    let (mut crc, mut plain) = (Crc::new(), Vec::new());
    zeros(&mut plain, size.into());
    crc.update(&plain);
    let mut zip = DeflateEncoder::new(Vec::new(), Compression::best());
    zip.write_all(&plain).expect("it is in memory");
    let packed = zip.finish().expect("it is in memory");
    let name = b"zeros";
    let short = |number: usize| u16::try_from(number).expect("it is short").to_le_bytes();
    let long = |number: usize| u32::try_from(number).expect("it fits").to_le_bytes();
    // Version, no flags, deflated, no time; then the sizes.
    let what =
        [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &long(packed.len()), &size.to_le_bytes()];
    let what = [&what.concat()[..], &short(name.len()), &short(0)].concat();
    let file = [b"PK\x03\x04", &what[..], name, &packed].concat();
    let listed = [b"PK\x01\x02\x14\x00", &what[..], &[0; 14], name].concat();
    let places = [short(0), short(0), short(1), short(1)].concat();
    let end = [b"PK\x05\x06", &places[..], &long(listed.len()), &long(file.len()), &short(0)].concat();
    [file, listed, end].concat()
}

/// This many zeros, compressed as a request's body may be (RFC 1952).
pub fn gzip(size: u64) -> Vec<u8> {
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zeros(&mut zip, size);
    zip.finish().expect("it is in memory")
}
