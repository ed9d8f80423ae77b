//! When two texts are the same to their readers. The database does exactly the same in `fold_case` and `search_key`, which a
//! migration defines and a test compares with these.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// The text in normal form C (UAX #15): an accent and its letter are one character where there is one.
pub fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// The text in normal form D: an accent and its letter are two characters.
pub fn decomposed(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}

fn nfkc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// The text without the differences between capital and small letters, in any script: a final sigma is a sigma, `İ` and `ı` are
/// an `i`,
/// `ß` and `ẞ` are `ss`. Letters of full width are the same as others. Accents stay.
pub fn fold(text: &str) -> String {
    let small = nfkc(text).to_lowercase().to_uppercase().to_lowercase();
    nfkc(&small.replace('ς', "σ").replace("i\u{307}", "i"))
}

/// What a search compares: the folded text without accents, which Greek leaves out in capitals.
pub fn search_key(text: &str) -> String {
    decomposed(&fold(text)).chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capital_and_small_letters_are_folded_alike() {
        for (one, other) in [
            ("ΜΑΡΙΟΣ@school.example", "μαριος@school.example"),
            ("μαριοσ", "μαριος"),
            ("İBRAHİM", "ibrahim"),
            ("ILGAZ", "ılgaz"),
            ("STRASSE", "straße"),
            ("STRAẞE", "straße"),
            ("ＡＮＮ", "ann"),
            ("e\u{301}", "É"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
        assert_ne!(fold("andre"), fold("andré"), "they are two addresses");
    }

    #[test]
    fn a_search_needs_no_accents() {
        assert_eq!(search_key("ΜΑΡΙΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ"), search_key("Μάριος Παπαδόπουλος"));
        assert_eq!(search_key("ΡΟΗ"), search_key("ροή"));
        assert_eq!(search_key("ΑΪΝΣΤΑΪΝ"), search_key("αϊνσταϊν"));
        assert_eq!(search_key("Ünal"), search_key("UNAL"));
    }

    #[test]
    fn folding_twice_changes_nothing_more() {
        proptest::proptest!(|(text in "\\PC{0,20}")| {
            proptest::prop_assert_eq!(fold(&fold(&text)), fold(&text));
            proptest::prop_assert_eq!(search_key(&fold(&text)), search_key(&text));
        });
    }
}
