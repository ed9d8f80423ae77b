//! Tables for spreadsheets (RFC 4180).

use actix_web::HttpResponse;

/// A table, line by line.
pub struct Csv(String);

impl Csv {
    pub fn new() -> Self {
        // The byte order mark, by which spreadsheets recognise UTF-8.
        Self("\u{feff}".to_owned())
    }

    pub fn line(&mut self, cells: &[String]) {
        let cells: Vec<_> = cells.iter().map(|cell| self::cell(cell)).collect();
        self.0 += &(cells.join(",") + "\r\n");
    }

    /// The table as a download with this file name, in ASCII.
    pub fn download(self, name: &str) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
            .content_type("text/csv; charset=utf-8")
            .body(self.0)
    }
}

/// One quoted cell. An apostrophe keeps a spreadsheet from reading a name as a formula.
fn cell(text: &str) -> String {
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_cell_stays_in_it_and_is_no_formula() {
        for (text, written) in [
            ("Ana", "\"Ana\""),
            ("Ana, \"Nia\"", "\"Ana, \"\"Nia\"\"\""),
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("+3", "\"'+3\""),
        ] {
            assert_eq!(cell(text), written);
        }
        let mut csv = Csv::new();
        csv.line(&["a".to_owned(), "b".to_owned()]);
        assert_eq!(csv.0, "\u{feff}\"a\",\"b\"\r\n");
    }
}
