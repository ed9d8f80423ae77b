//! Files to upload, and the forms that carry them (RFC 7578).

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::RequestBuilder;

const BOUNDARY: &str = "a-boundary-that-no-file-has";

/// A request that uploads one file.
pub fn file(request: RequestBuilder, name: &str, bytes: &[u8]) -> RequestBuilder {
    form(request, &[], &[(name, bytes)])
}

/// A form with these fields, followed by these files.
pub fn form(request: RequestBuilder, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> RequestBuilder {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, bytes) in files {
        let head = format!("Content-Disposition: form-data; name=\"files\"; filename=\"{name}\"");
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: text/html\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    request.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)
}

/// An image with these sides.
pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 90])));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("an image can be encoded");
    bytes.into_inner()
}

/// A video without pictures, of this many bytes.
pub fn film(size: usize) -> Vec<u8> {
    film_of(b"avc1", size)
}

/// A video without pictures whose track has this codec.
pub fn film_of(codec: &[u8; 4], size: usize) -> Vec<u8> {
    // ISO/IEC 14496-12.
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).expect("it is small");
        [&length.to_be_bytes()[..], kind, content].concat()
    };
    let stsd = boxed(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &boxed(codec, &[0; 8])].concat());
    let hdlr = boxed(b"hdlr", &[&[0; 8][..], b"vide"].concat());
    let media = [hdlr, boxed(b"minf", &boxed(b"stbl", &stsd))].concat();
    let moov = boxed(b"moov", &boxed(b"trak", &boxed(b"mdia", &media)));
    let mut bytes = [boxed(b"ftyp", b"isom\0\0\x02\0isomiso2"), moov, b"\0\0\0\0mdat".to_vec()].concat();
    bytes.resize(size, 7);
    bytes
}
