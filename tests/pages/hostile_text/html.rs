//! Reads a page as a browser would, with the tokenizer of html5ever: it finds any text that has become an element or attribute,
//! and collects everything else as readable text.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};

/// None of our pages has these.
const STRANGE: [&str; 4] = ["x-caught", "base", "embed", "object"];
/// A URL in these attributes could run.
const LEADS: [&str; 7] = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"];
/// The values of these attributes are readable, by eye or by a screen reader.
const READABLE: [&str; 8] = ["alt", "aria-label", "title", "placeholder", "download", "value", "label", "content"];
/// These do not separate the words around them.
const INLINE: [&str; 8] = ["a", "b", "code", "em", "span", "strong", "i", "bdi"];

pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub is_end: bool,
    /// The length of the readable text up to here.
    pub at: usize,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    fn is_strange(&self) -> bool {
        let is_ours = self.get("src").is_some() || self.get("type").is_some_and(|kind| kind.ends_with("json"));
        STRANGE.contains(&self.name.as_str())
            || (self.name == "script" && !self.is_end && !is_ours)
            || (self.name == "img" && self.get("src") == Some("x"))
            || self.attributes.iter().any(|(name, value)| runs(name, value))
    }
}

fn runs(name: &str, value: &str) -> bool {
    let value = value.trim_start().to_lowercase();
    name.starts_with("on")
        || ["caught", "srcdoc"].contains(&name)
        || (LEADS.contains(&name) && (value.starts_with("javascript:") || value.starts_with("data:text")))
}

#[derive(Default)]
struct Reader {
    elements: RefCell<Vec<Element>>,
    words: RefCell<String>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.words.borrow_mut().push_str(&text),
            Token::TagToken(tag) => return self.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        let mut words = self.words.borrow_mut();
        if !INLINE.contains(&name.as_str()) {
            words.push('\n');
        }
        let text = |attribute: &html5ever::Attribute| (attribute.name.local.to_string(), attribute.value.to_string());
        let attributes: Vec<_> = tag.attrs.iter().map(text).collect();
        for (_, value) in attributes.iter().filter(|(name, _)| READABLE.contains(&name.as_str())) {
            words.push_str(&format!("\n{value}\n"));
        }
        let is_end = tag.kind == TagKind::EndTag;
        self.elements.borrow_mut().push(Element { name, attributes, is_end, at: words.len() });
        match (&*tag.name, is_end) {
            ("script", false) => TokenSinkResult::RawData(RawKind::ScriptData),
            ("title" | "textarea", false) => TokenSinkResult::RawData(RawKind::Rcdata),
            ("style" | "iframe", false) => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

pub struct Page {
    pub elements: Vec<Element>,
    pub words: String,
}

impl Page {
    pub fn read(html: &str) -> Self {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        drop(tokenizer.feed(&queue));
        tokenizer.end();
        Self { elements: tokenizer.sink.elements.into_inner(), words: tokenizer.sink.words.into_inner() }
    }

    /// Checks that the page contains only our own elements, and that all of these texts can be read as they were typed.
    pub fn shows<S: AsRef<str>>(&self, what: &str, typed: impl IntoIterator<Item = S>) {
        if let Some(Element { name, attributes, .. }) = self.elements.iter().find(|one| one.is_strange()) {
            panic!("{what}: <{name} {attributes:?}>");
        }
        for words in typed {
            let words = words.as_ref();
            assert!(self.words.contains(words), "{what} shows {words} as it was typed, in {}", self.words);
        }
    }
}

#[test]
fn markup_that_breaks_out_is_found() {
    for html in
        ["<p><x-caught>", "<p title=\"\" caught=\"\">", "<a href=' javascript:caught()'>", "<script>caught()</script>"]
    {
        assert!(Page::read(html).elements.iter().any(Element::is_strange), "{html}");
    }
    let html = "<title><b></title><textarea>&lt;<x-caught></textarea><script type=json>\"<x-caught>\"</script>";
    let page = Page::read(html);
    page.shows(html, ["<b>", "<<x-caught>", "\"<x-caught>\""]);
}
