//! Renders teachers' Markdown as HTML: only what a text needs, nothing that could run or call another server.

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

const TAGS: &[&str] = &[
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "hr",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];

/// Renders safe HTML. HTML in the text is shown as it was typed.
pub fn html(text: &str) -> String {
    let parser =
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).map(|event| match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            // Headings become one level lower, because the page has its own above.
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
            // An image on another server is replaced by its alternative text.
            Event::Start(Tag::Image { .. }) => Event::Start(Tag::Emphasis),
            Event::End(TagEnd::Image) => Event::End(TagEnd::Emphasis),
            other => other,
        });
    let mut raw = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut raw, parser);
    Builder::empty()
        .tags(TAGS.iter().copied().collect())
        .tag_attributes([("a", ["href"].into_iter().collect())].into_iter().collect())
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .clean(&raw)
        .to_string()
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_keeps_its_structure() {
        let shown = html("# Planets\n\n- *Mars* is **red**\n- 1 < 2\n\n[More](https://example.org/a?b=1)");
        for part in ["<h3>Planets</h3>", "<li><em>Mars</em> is <strong>red</strong></li>", "1 &lt; 2"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(shown.contains("href=\"https://example.org/a?b=1\"") && shown.contains("noopener"), "{shown}");
    }

    #[test]
    fn rendered_markdown_runs_nothing_and_loads_nothing_from_other_servers() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <svg/onload=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt&#58;alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](//evil.example)",
            "![spy](https://evil.example/pixel.png)",
            "<a href=\"https://example.org\" onclick=\"alert(1)\">x</a>",
            "`</code><script>alert(1)</script>`",
            "<style>body{display:none}</style>",
            "<iframe src=\"https://evil.example\"></iframe>",
            "<form action=\"/signout\"><button>x</button></form>",
        ] {
            let shown = html(text).to_lowercase();
            for wrong in [
                "<script",
                "<img",
                "<svg",
                "<style",
                "<iframe",
                "<form",
                "href=\"javascript",
                "href=\"data",
                "href=\"//",
                "<a href=\"https://example.org\" onclick",
            ] {
                assert!(!shown.contains(wrong), "{text} became {shown}");
            }
        }
    }
}
