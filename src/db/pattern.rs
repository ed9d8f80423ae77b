//! Patterns of SQL's `LIKE`.

/// Matches every text that contains this one.
pub fn containing(text: &str) -> String {
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}
