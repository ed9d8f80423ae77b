//! Runs the inputs that the fuzzers found worth keeping against their targets again (see `fuzz/`).

use std::{fs, path::Path};

#[path = "../fuzz/src/lib.rs"]
mod targets;

#[test]
fn no_corpus_input_panics_a_parser() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, target) in targets::ALL {
        let files: Vec<_> = fs::read_dir(corpora.join(name)).expect("each target has a corpus").collect();
        assert!(!files.is_empty(), "{name} has nothing to tell");
        for file in files {
            target(&fs::read(file.expect("it is readable").path()).expect("it is readable"));
        }
    }
}
