//! Removes what is invisible from text, and keeps what writing needs. Texts are often pasted: from a messenger that wraps names
//! in direction marks, from a page with zero-width spaces, from a file with a byte order mark. Nobody sees these characters, so
//! nobody could correct them. Others are just as invisible, but spell words: Persian, Sinhala and Malayalam need joiners
//! between some letters, and emoji families are several emoji with joiners between them.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{CanonicalCombiningClass, ExtendedPictographic, UnifiedIdeograph},
};

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
const BLACK_FLAG: char = '\u{1f3f4}';
const LAST_TAG: char = '\u{e007f}';
/// The tags of a flag: at most six for the region, and the last one.
const FLAG_TAGS: usize = 7;

/// What a character does in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharUse {
    /// It shows, or writing needs it.
    Needed,
    /// It chooses how the character before it looks, and that one has only one look: some keyboards add it after any sign.
    Redundant,
    /// It shows nothing where it stands; beside other characters, writing may need it.
    Stray,
    /// It shows nothing, and can make a text look like another.
    Disguise,
    /// A control character, except line breaks and tabs.
    Control,
}

/// Characters that copying brings along: zero-width spaces, direction marks, isolates and embeddings, byte order marks.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Other characters that show nothing. The overrides among them turn text around.
fn is_disguise(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{202d}' | '\u{202e}'
            | '\u{2061}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
    )
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character never shows anything, wherever it stands.
pub fn is_invisible(c: char) -> bool {
    is_mark(c) || is_disguise(c)
}

/// The letters of scripts whose spelling uses joiners: Arabic and Syriac, the scripts of India and its neighbours, Mongolian.
fn is_of_joining_script(c: char) -> bool {
    is_cursive(c)
        || matches!(
            c,
            '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1a20}'..='\u{1aaf}'
                | '\u{1b00}'..='\u{1bff}' | '\u{a800}'..='\u{a8ff}' | '\u{a930}'..='\u{a9ff}' | '\u{aa60}'..='\u{aaff}'
                | '\u{11000}'..='\u{11fff}'
        )
}

/// The letters of scripts that are always written joined.
fn is_cursive(c: char) -> bool {
    matches!(
        c,
        '\u{620}'..='\u{65f}' | '\u{670}'..='\u{6d3}' | '\u{6ee}'..='\u{6ef}' | '\u{6fa}'..='\u{6ff}' | '\u{710}'..='\u{77f}'
            | '\u{7ca}'..='\u{7f5}' | '\u{840}'..='\u{8ff}' | '\u{1820}'..='\u{18aa}' | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' | '\u{1e900}'..='\u{1e94b}'
    )
}

/// The sign that takes the vowel from a letter of India's scripts.
fn is_virama(c: char) -> bool {
    CodePointMapData::<CanonicalCombiningClass>::new().get(c) == CanonicalCombiningClass::Virama
}

fn is_emoji(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}

/// What may stand before the joiner within an emoji: an emoji, its colour or its presentation.
fn ends_emoji(c: char) -> bool {
    is_emoji(c) || c == '\u{fe0f}' || matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

fn needs_joiner(before: Option<char>, joiner: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let is = |c: Option<char>, test: fn(char) -> bool| c.is_some_and(test);
    let spells_before = is_of_joining_script(before);
    let spells_after = is(after, is_of_joining_script);
    // A joiner before a virama keeps its letter whole.
    let around_virama = spells_before && is(after, is_virama);
    if joiner == NON_JOINER {
        return spells_before && spells_after || around_virama;
    }
    // Between two cursive letters, which join without it, it shows nothing.
    let shows_form = is_cursive(before) && !is(after, char::is_alphanumeric);
    is_virama(before) || around_virama || shows_form || ends_emoji(before) && is(after, is_emoji)
}

fn needs_variation(before: Option<char>, selector: char) -> bool {
    let Some(before) = before else { return false };
    match selector {
        '\u{180b}'..='\u{180f}' => matches!(before, '\u{1820}'..='\u{18aa}'),
        '\u{e0100}'..='\u{e01ef}' => CodePointSetData::new::<UnifiedIdeograph>().contains(before),
        _ => {
            is_emoji(before)
                || before.is_ascii_digit()
                || matches!(before, '#' | '*' | '\u{1000}'..='\u{109f}' | '\u{2200}'..='\u{2aff}' | '\u{a840}'..='\u{a87f}')
                || matches!(before, '\u{1f3fb}'..='\u{1f3ff}' | '\u{f900}'..='\u{faff}')
                || CodePointSetData::new::<UnifiedIdeograph>().contains(before)
        }
    }
}

/// Whether the tag at this place belongs to a flag: England's is a black flag, five tags for its letters, and the last tag.
fn is_of_flag(text: &[char], at: usize) -> bool {
    let Some(tags_before) = text[..at].iter().rev().take(FLAG_TAGS).position(|c| !is_tag(*c)) else { return false };
    let first = at - tags_before;
    let tags = text[first..].iter().take(FLAG_TAGS).take_while(|c| is_tag(**c));
    text[first - 1] == BLACK_FLAG && at - first < FLAG_TAGS && tags.last() == Some(&LAST_TAG)
}

fn use_of(text: &[char], at: usize) -> CharUse {
    let (c, before, after) = (text[at], at.checked_sub(1).map(|at| text[at]), text.get(at + 1).copied());
    let unless = |needed: bool| if needed { CharUse::Needed } else { CharUse::Stray };
    match c {
        NON_JOINER | JOINER => unless(needs_joiner(before, c, after)),
        '\n' | '\t' => CharUse::Needed,
        c if c.is_control() => CharUse::Control,
        c if is_disguise(c) => CharUse::Disguise,
        c if is_tag(c) => unless(is_of_flag(text, at)),
        c if is_variation_selector(c) && !needs_variation(before, c) => CharUse::Redundant,
        _ => CharUse::Needed,
    }
}

/// Each character but the marks, and what it does. Marks are no neighbours: they do not part a joiner from its letters.
pub fn char_uses(text: &str) -> impl Iterator<Item = (char, CharUse)> {
    let shown: Vec<char> = text.chars().filter(|c| !is_mark(*c)).collect();
    (0..shown.len()).map(move |at| (shown[at], use_of(&shown, at)))
}

/// A word without the non-joiner at its end: after the last letter of a word, it shows nothing.
pub fn without_last_non_joiner(word: &str) -> &str {
    match word.strip_suffix(NON_JOINER) {
        Some(rest) if rest.ends_with(is_of_joining_script) => rest,
        _ => word,
    }
}

/// The text without what shows nothing. Control characters stay: they are no accident, and the caller refuses them.
pub fn clean(text: &str) -> String {
    let text = unified_line_breaks(text);
    char_uses(&text).filter(|(_, used)| matches!(used, CharUse::Needed | CharUse::Control)).map(|(c, _)| c).collect()
}

/// The text with `\n` for every line break: CRLF, CR, and Unicode's own.
fn unified_line_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_keeps_its_joiners() {
        for written in [
            "ශ්‍රී",
            "می‌خواهم",
            "അവന്‍",
            "न्‍याय",
            "ക്‌ഷ",
            "र‍्य",
            "👩‍🚀 Zoe",
            "👩🏽‍🚀",
            "❤️‍🔥",
            "👨‍👩‍👧‍👦",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "1️⃣",
            "葛\u{e0100}城",
        ] {
            assert_eq!(clean(written), written, "{written:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_removed_and_line_breaks_stay() {
        for (pasted, kept) in [
            ("a\u{200b}b", "ab"),
            ("שלום\u{200f}", "שלום"),
            ("a\r\nb\rc\u{2028}d", "a\nb\nc\nd"),
            ("\u{feff}Anna\u{2060}", "Anna"),
            ("\u{2068}Anna\u{2069} \u{202a}B\u{202c}", "Anna B"),
            ("a\u{202e}b\u{ad}c", "abc"),
            ("An\u{200c}na\u{200d}", "Anna"),
            ("Anna\u{fe0f}", "Anna"),
            ("Anna\u{e0041}", "Anna"),
            ("می\u{200b}\u{200c}خواهم", "می‌خواهم"),
            ("a\u{7}b", "a\u{7}b"),
        ] {
            assert_eq!(clean(pasted), kept, "{pasted:?}");
        }
    }

    #[test]
    fn cleaning_twice_changes_nothing_more() {
        let odd = [
            'a',
            'ع',
            'क',
            '\u{94d}',
            '👩',
            '🚀',
            '\u{200c}',
            '\u{200d}',
            '\u{200b}',
            '\u{fe0f}',
            BLACK_FLAG,
            '\u{e0067}',
            LAST_TAG,
        ];
        proptest::proptest!(|(chosen in proptest::collection::vec(0..odd.len(), 0..12))| {
            let text: String = chosen.into_iter().map(|at| odd[at]).collect();
            let mut cleaned = clean(&text);
            // Without a stray character, another one may have other neighbours.
            for _ in 0..12 {
                cleaned = clean(&cleaned);
            }
            proptest::prop_assert_eq!(clean(&cleaned), cleaned.clone());
            proptest::prop_assert!(cleaned.chars().filter(|c| !is_invisible(*c)).count() <= text.chars().count());
        });
    }
}
