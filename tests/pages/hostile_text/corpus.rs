//! Texts by attackers who want scripts to run on other people's pages. tests/browser/hostile_text has the same texts, for what
//! scripts render.

/// Each breaks out of a different place: text, an attribute in either kind of quotes or in none, a title, a script, a comment, a
/// template, a link. None is longer than a name may be.
pub const CORPUS: [&str; 24] = [
    "<script>caught()</script>",
    "<img src=x onerror=caught()>",
    "<svg/onload=caught()>",
    "\"><img src=x onerror=caught()>",
    "'><svg/onload=caught()>",
    "\" autofocus onfocus=caught() x=\"",
    "' onmouseover='caught()",
    "</title><script>caught()</script>",
    "</script><script>caught()</script>",
    "</textarea><svg/onload=caught()>",
    "--><svg/onload=caught()>",
    "javascript:caught()//",
    "{{ caught() }}{% raw %}",
    "${caught()}`-caught()-`",
    "&lt;svg/onload=caught()&gt;",
    "<a href=javascript:caught()>a</a>",
    "<iframe srcdoc=<script>caught()>",
    "\\u003csvg/onload=caught()\\u003e",
    "<img src=x onerror=alert(1)>",
    "<x-caught>",
    "\" caught=\"",
    "x caught=1",
    "[a](javascript:caught())",
    "</option></select><x-caught>",
];

/// All of them in one text, for fields that are shown again, whatever was typed.
pub fn all() -> String {
    CORPUS.join(" ")
}

/// The text that Markdown makes of these: it has markup of its own.
pub fn as_markdown(words: &str) -> &str {
    match words {
        "${caught()}`-caught()-`" => "${caught()}-caught()-",
        "&lt;svg/onload=caught()&gt;" => "<svg/onload=caught()>",
        "[a](javascript:caught())" => "a",
        _ => words,
    }
}

/// An email address without the characters that it cannot contain.
pub fn as_address(words: &str) -> String {
    let fits = |sign: &char| sign.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(*sign);
    words.chars().filter(fits).collect::<String>() + "@home.example"
}

/// The file name after the last folder separator.
pub fn as_file(words: &str) -> String {
    format!("{} .pdf", words.replace(['\\', '/'], " ").trim())
}
