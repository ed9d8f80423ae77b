//! What a file says of its image besides the pixels: which way is up, and which colours its numbers mean.

use exif::{In, Reader, Tag};
use image::{DynamicImage, ImageDecoder, RgbImage, RgbaImage, metadata::Orientation};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// How to turn the image upright (Exif 2.3, 4.6.4, tag 274). Some programs write the number as LONG instead of SHORT. Metadata
/// that cannot be read is no reason to refuse an image.
pub fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    let mut turned = || {
        let chunk = decoder.exif_metadata().ok()??;
        let tiff = chunk.strip_prefix(b"Exif\0\0").unwrap_or(&chunk).to_vec();
        let read = Reader::new().continue_on_error(true).read_raw(tiff);
        let exif = read.or_else(|error| error.distill_partial_result(|_| ())).ok()?;
        let number = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
        Orientation::from_exif(u8::try_from(number).ok()?)
    };
    turned().unwrap_or(Orientation::NoTransforms)
}

/// Converts the colours of an image from its profile to sRGB, which is what browsers expect of an image without one.
pub fn to_srgb(picture: DynamicImage, profile: &[u8]) -> DynamicImage {
    let from = match ColorProfile::new_from_slice(profile) {
        // Greys and inks have been converted by the decoder.
        Ok(profile) if profile.color_space == DataColorSpace::Rgb => profile,
        _ => return picture,
    };
    let (layout, pixels) = if picture.has_alpha() {
        (Layout::Rgba, picture.to_rgba8().into_raw())
    } else {
        (Layout::Rgb, picture.to_rgb8().into_raw())
    };
    let mut converted = vec![0; pixels.len()];
    let transform = from.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, TransformOptions::default());
    if transform.and_then(|transform| transform.transform(&pixels, &mut converted)).is_err() {
        return picture;
    }
    let (width, height) = (picture.width(), picture.height());
    let image = match layout {
        Layout::Rgba => RgbaImage::from_raw(width, height, converted).map(DynamicImage::ImageRgba8),
        _ => RgbImage::from_raw(width, height, converted).map(DynamicImage::ImageRgb8),
    };
    image.expect("there are as many pixels as before")
}
