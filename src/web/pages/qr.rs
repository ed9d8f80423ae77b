//! A link as a QR code: an inline SVG, black on white in every colour scheme, as cameras and printers need it.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// The light frame that readers need around a code, in modules.
const QUIET: usize = 3;

/// `None` when the link is longer than a code can hold.
pub fn svg(link: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let _ = write!(path, "M{} {}h{}v1h-{}z", column + QUIET, row + QUIET, run.len(), run.len());
            }
            column += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Some(format!(
        "<svg class=\"qr\" aria-hidden=\"true\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\" xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"{side}\" height=\"{side}\" \
         fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_link_fits_and_one_without_end_does_not() {
        let svg = svg("https://school.example/join/AB29Z").expect("it fits");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
        assert_eq!(super::svg(&"x".repeat(5000)), None);
    }
}
