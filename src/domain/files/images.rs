//! Decodes images and encodes them again, so that only what one sees is kept, and nothing else that was in the file, such as the
//! place where a photo was taken, or a script.

use std::io::Cursor;

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

use super::{
    conversion_queue::Turn,
    image_metadata::{orientation, to_srgb},
};
use crate::error::{Failure, Fault, Refusal};

/// The most pixels that an image may have: as many as the "50 megapixels" of phones are.
const PIXELS: u64 = 8192 * 6144;
/// The longest side that an image may have.
const LONGEST: u32 = 16_384;
/// How much memory decoding may take, in bytes: a photo has less than 16 bits a colour and transparency.
const MEMORY: u64 = 320 * 1024 * 1024;
/// How many bytes a PNG may unpack before its first pixel. A colour profile is compressed, and may be a bomb however small the
/// image is.
const METADATA_LIMIT: u64 = 16 * 1024 * 1024;
/// The longest side of the image that is kept, and of its thumbnail.
const SIDE: u32 = 2560;
const SMALL: u32 = 400;
const QUALITY: u8 = 86;
/// An opaque drawing that takes more bytes is kept as JPEG, as photos are.
const PNG_LIMIT: usize = 3 * 1024 * 1024;

/// An image as it is kept.
pub struct StoredImage {
    pub bytes: Vec<u8>,
    pub ending: &'static str,
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
}

/// An image and its thumbnail.
pub struct ImageAndThumbnail {
    pub whole: StoredImage,
    pub small: StoredImage,
}

/// Encodes an image again, off the async threads. Its turn lasts until that is done, even if nobody waits for it any more.
///
/// # Errors
/// [`Refusal::PictureTooLarge`], [`Refusal::PictureBad`].
pub async fn encode_again(bytes: Bytes, turn: Turn) -> Result<ImageAndThumbnail, Failure> {
    let convert = move || {
        let drawn = draw(&bytes);
        drop(turn);
        drawn
    };
    let drawn = actix_rt::task::spawn_blocking(convert).await;
    Ok(drawn.map_err(|panic| Fault::Broken(panic.to_string()))??)
}

fn draw(bytes: &[u8]) -> Result<ImageAndThumbnail, Refusal> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Refusal::PictureBad)?;
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST), Some(LONGEST));
    limits.max_alloc = Some(METADATA_LIMIT);
    reader.limits(limits.clone());
    let is_photo = reader.format() == Some(image::ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits).map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    // Checked by its header, before anything is unpacked.
    if u64::from(width) * u64::from(height) > PIXELS || decoder.total_bytes() > MEMORY {
        return Err(Refusal::PictureTooLarge);
    }
    let orientation = orientation(&mut decoder);
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    // Rotated and converted after it was scaled down, because both make a copy.
    picture.apply_orientation(orientation);
    if let Some(profile) = profile {
        picture = to_srgb(picture, &profile);
    }
    let small =
        if picture.width().max(picture.height()) > SMALL { picture.thumbnail(SMALL, SMALL) } else { picture.clone() };
    Ok(ImageAndThumbnail { whole: encode(&picture, is_photo)?, small: encode(&small, is_photo)? })
}

fn encode(picture: &DynamicImage, is_photo: bool) -> Result<StoredImage, Refusal> {
    let (width, height) = (picture.width(), picture.height());
    let as_drawing = || -> Result<StoredImage, Refusal> {
        let mut bytes = Vec::new();
        let eight = if picture.has_alpha() {
            DynamicImage::ImageRgba8(picture.to_rgba8())
        } else {
            DynamicImage::ImageRgb8(picture.to_rgb8())
        };
        eight.write_with_encoder(PngEncoder::new(&mut bytes)).map_err(refusal)?;
        Ok(StoredImage { bytes, ending: "png", mime: "image/png", width, height })
    };
    if !is_photo {
        let drawing = as_drawing()?;
        if picture.has_alpha() || drawing.bytes.len() <= PNG_LIMIT {
            return Ok(drawing);
        }
    }
    let mut bytes = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).map_err(refusal)?;
    Ok(StoredImage { bytes, ending: "jpg", mime: "image/jpeg", width, height })
}

fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::PictureTooLarge,
        _ => Refusal::PictureBad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("an image can be encoded");
        bytes.into_inner()
    }

    fn photo(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 90])))
    }

    /// The header of a PNG with these sides, and nothing after it.
    fn promise(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = file(&photo(8, 8), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    /// The CRC of PNG chunks (ISO 15948, annex D).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
        })
    }

    fn drawn(bytes: &[u8]) -> ImageAndThumbnail {
        draw(bytes).expect("it is an image")
    }

    #[test]
    fn a_photo_loses_its_metadata() {
        let mut bytes = file(&photo(900, 600), ImageFormat::Jpeg);
        // A comment (T.81, B.2.4.5) with a place, as a camera writes it.
        let comment = b"<script>alert('here')</script> GPS 37.9838 N";
        let mut marked = vec![0xff, 0xd8, 0xff, 0xfe, 0, comment.len() as u8 + 2];
        marked.extend(comment);
        marked.extend(bytes.split_off(2));
        let ImageAndThumbnail { whole, small } = drawn(&marked);
        assert_eq!((whole.width, whole.height, whole.mime), (900, 600, "image/jpeg"));
        assert_eq!((small.width, small.height), (400, 267));
        for kept in [whole.bytes, small.bytes] {
            assert!(!kept.windows(8).any(|part| part == b"<script>" || part == b"37.9838 "));
        }
    }

    #[test]
    fn a_photo_is_rotated_by_its_exif_orientation() {
        let bytes = file(&photo(90, 60), ImageFormat::Jpeg);
        // Exif 2.3: one entry, orientation 6, rotated by 90 degrees.
        let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let mut turned = vec![0xff, 0xd8, 0xff, 0xe1, 0, exif.len() as u8 + 2];
        turned.extend(exif);
        turned.extend(&bytes[2..]);
        let whole = drawn(&turned).whole;
        assert_eq!((whole.width, whole.height), (60, 90));
    }

    #[test]
    fn an_orientation_written_as_long_turns_a_photo_too() {
        let whole = drawn(include_bytes!("../../../tests/files/exif-long.jpg")).whole;
        assert_eq!((whole.width, whole.height), (80, 120));
    }

    #[test]
    fn wide_colours_are_converted_to_srgb() {
        let ImageAndThumbnail { whole, small } = drawn(include_bytes!("../../../tests/files/display-p3.jpg"));
        for kept in [whole, small] {
            let picture = image::load_from_memory(&kept.bytes).expect("it is an image").to_rgb8();
            let seen = picture.get_pixel(kept.width / 2, kept.height / 2).0;
            // (200, 60, 60) in Display P3.
            let off = seen.iter().zip([217, 42, 52]).map(|(one, other)| one.abs_diff(other)).max();
            assert!(off <= Some(4), "{seen:?}");
        }
    }

    #[test]
    fn a_profile_that_cannot_be_read_changes_nothing() {
        let picture = photo(3, 2);
        for profile in [&b""[..], b"no profile", &[0; 4096]] {
            assert_eq!(to_srgb(picture.clone(), profile), picture);
        }
    }

    #[test]
    fn a_large_photo_is_scaled_down_and_a_drawing_stays_a_png() {
        let whole = drawn(&file(&photo(3000, 1500), ImageFormat::Jpeg)).whole;
        assert_eq!((whole.width, whole.height), (2560, 1280));
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(30, 20, Rgba([200, 10, 10, 120])));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let whole = drawn(&file(&clear, format)).whole;
            assert_eq!((whole.mime, whole.width), ("image/png", 30), "{format:?}");
        }
    }

    #[test]
    fn too_large_images_are_refused_by_their_header() {
        for (width, height) in [(20_000, 20_000), (16_000, 16_000), (65_500, 2), (8_192, 6_145)] {
            let refused = draw(&promise(width, height)).err();
            assert_eq!(refused, Some(Refusal::PictureTooLarge), "{width} x {height}");
        }
        // Its header is good, and nothing follows it.
        assert_eq!(draw(&promise(8_192, 6_144)).err(), Some(Refusal::PictureBad));
    }

    #[test]
    fn broken_and_empty_images_are_refused() {
        let whole = file(&photo(300, 200), ImageFormat::Png);
        let refused = |bytes: &[u8]| draw(bytes).err();
        assert_eq!(refused(&whole[..whole.len() / 2]), Some(Refusal::PictureBad));
        assert_eq!(refused(b"\x89PNG\r\n\x1a\n<script>"), Some(Refusal::PictureBad));
        assert_eq!(refused(b""), Some(Refusal::PictureBad));
    }
}
