//! Comparisons of text in the database. A migration defines these functions; `unicode` has the same ones.

use diesel::sql_types::Text;

diesel::define_sql_function! {
    /// As [`crate::unicode::fold`].
    fn fold_case(written: Text) -> Text;
}

diesel::define_sql_function! {
    /// As [`crate::unicode::search_key`].
    fn search_key(written: Text) -> Text;
}

/// The pattern of SQL's `LIKE` for the search keys that contain this text.
pub fn containing(text: &str) -> String {
    let key = crate::unicode::search_key(text);
    format!("%{}%", key.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}
