//! Checks the floors of `src/lib.rs`: a file imports only from its own or lower floors, and files do not import each other.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

#[path = "floors/cycles.rs"]
mod cycles;

/// Every module of the crate with its floor. A new one needs a floor here and in `src/lib.rs`.
const FLOORS: &[(&str, u8)] = &[
    ("ids", 0),
    ("clock", 0),
    ("error", 0),
    ("features", 0),
    ("metrics", 0),
    ("config", 0),
    ("texts", 0),
    ("unicode", 0),
    ("protocol", 1),
    ("access", 2),
    ("db", 3),
    ("outbound", 4),
    ("media", 5),
    ("room", 6),
    ("cluster", 7),
    ("domain", 8),
    ("web", 9),
    ("worker", 9),
    ("app", 10),
    ("main", 10),
];

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// The module of the crate to which a file of `src` belongs; `None` for `lib.rs` itself.
fn module(path: &Path) -> Option<String> {
    let first = path.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (name != "lib").then(|| name.to_owned())
}

/// Every path into the crate, with its line: the text after `crate::` (or `lyceum::` in `main.rs`), also in groups.
fn imports(source: &str) -> Vec<(usize, String)> {
    let code = blank_comments_and_texts(source);
    let mut found = Vec::new();
    for root in ["crate::", "lyceum::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            for (offset, name) in heads(&code[at + root.len()..]) {
                let line = code[..at + root.len() + offset].matches('\n').count() + 1;
                found.push((line, name));
            }
        }
    }
    found.sort();
    found
}

/// The first segments of a path, with their positions: one, or one for each member of a group `{a::b, c}`.
fn heads(rest: &str) -> Vec<(usize, String)> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let skipped = rest.len() - rest.trim_start().len();
    let Some(group) = rest[skipped..].strip_prefix('{') else { return vec![(skipped, name(&rest[skipped..]))] };
    let (mut depth, mut expecting, mut heads) = (1, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => expecting = true,
            c if expecting && (c.is_alphanumeric() || c == '_') => {
                heads.push((skipped + 1 + at, name(&group[at..])));
                expecting = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// The source with comments and the contents of string literals blanked; every line stays where it was.
fn blank_comments_and_texts(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_text(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = 2 + hashes;
            rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| match c {
                _ if escaped => {
                    escaped = false;
                    false
                }
                '\\' => {
                    escaped = true;
                    false
                }
                c => c == '"',
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("'\"'") {
            3
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

/// The number of hashes of a raw string literal that starts here.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The imports of a file that break the rules, each with its line.
fn faults(path: &Path, source: &str) -> Vec<String> {
    let Some(module) = module(path) else { return Vec::new() };
    let Some(own) = floor(&module) else {
        return vec![format!("src/{}: the module {module} has no floor", path.display())];
    };
    let upward = |(line, name): (usize, String)| {
        // A name that is not a module belongs to lib.rs itself, such as a macro.
        let above = floor(&name)?;
        (above > own)
            .then(|| format!("src/{}:{line}: {module} (floor {own}) imports {name} (floor {above})", path.display()))
    };
    imports(source).into_iter().filter_map(upward).collect()
}

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_is_imported_from_a_higher_floor() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 20, "the sources are where they are expected");
    let mut wrong = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).expect("sources are text");
        wrong.extend(faults(file.strip_prefix(&src).expect("it lies in src"), &source));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_crate_has_its_floor_in_the_map() {
    let map = include_str!("../src/lib.rs");
    let drawn: Vec<_> = map.lines().filter(|line| line.starts_with("//!")).flat_map(str::split_whitespace).collect();
    for module in map.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let name = module.trim_end_matches(';');
        assert!(floor(name).is_some(), "{name} has no floor here");
        assert!(drawn.contains(&name), "{name} is not drawn in src/lib.rs");
    }
}

#[test]
fn an_upward_import_would_be_found() {
    let caught = |path: &str, source: &str| faults(Path::new(path), source);
    assert_eq!(caught("db/pool.rs", "use crate::domain::School;").len(), 1);
    assert_eq!(
        caught(
            "room/actor.rs",
            "use crate::{\n    ids::SessionId,\n    protocol::{self, web},\n    web::{routes, ws},\n};"
        ),
        ["src/room/actor.rs:4: room (floor 6) imports web (floor 9)"]
    );
    assert_eq!(caught("ids.rs", "fn f() { let _ = crate::access::Role::Student; }").len(), 1);
    assert_eq!(caught("protocol/mod.rs", "pub(in crate::room) fn f() {}").len(), 1);
    assert_eq!(caught("stairs.rs", ""), ["src/stairs.rs: the module stairs has no floor"]);
}

#[test]
fn allowed_imports_and_other_text_are_accepted() {
    for (path, source) in [
        ("room/state/mod.rs", "use crate::{ids::Seat, protocol::{chat::Line}, room::effect};"),
        (
            "ids.rs",
            "// as crate::web does\n/* crate::web */ const A: &str = \"crate::web\"; const B: &str = r#\"crate::web \"#;",
        ),
        ("ids.rs", "const C: char = '\"'; // crate::web \"\nfn f() { g(\"\\\"crate::web\"); }"),
        ("ids.rs", "use mycrate::web;"),
        ("main.rs", "use lyceum::{app, config};"),
        ("lib.rs", "pub use crate::web::routes;"),
    ] {
        assert_eq!(faults(Path::new(path), source), [""; 0], "{path}: {source}");
    }
}

#[test]
fn only_access_decides_by_role() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut found) = (Vec::new(), Vec::new());
    sources(&src, &mut files);
    for file in files.iter().filter(|file| !file.starts_with(src.join("access"))) {
        let code = blank_comments_and_texts(&fs::read_to_string(file).expect("sources are text"));
        // The caller is always named like this. Another person's role, which callers change or read, is data.
        for asks in ["by.role", "identity.role", "caller.0.role"] {
            for (at, _) in code.match_indices(asks) {
                let (before, after) = (code[..at].trim_end(), code[at + asks.len()..].trim_start());
                let compared = after.starts_with("==") || after.starts_with("!=");
                if compared || ["==", "!=", "matches!(", "match"].iter().any(|word| before.ends_with(word)) {
                    found.push(format!("{}:{}", file.display(), before.matches('\n').count() + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "decided elsewhere: {found:?}");
}

/// The imports in cycles between the files of a source directory.
fn in_cycles(dir: &str) -> BTreeSet<(String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
    let mut files = Vec::new();
    sources(&dir, &mut files);
    assert!(files.len() > 10, "the sources are where they are expected");
    let files: Vec<_> = files
        .iter()
        .map(|file| {
            let path = file.strip_prefix(&dir).expect("it lies there").to_str().expect("a name in ASCII");
            (path.to_owned(), fs::read_to_string(file).expect("sources are text"))
        })
        .collect();
    cycles::Imports::of(&files).in_cycles()
}

#[test]
fn files_of_the_server_do_not_import_each_other() {
    assert_eq!(in_cycles("src"), BTreeSet::new());
}

#[test]
fn files_of_the_load_generator_do_not_import_each_other() {
    assert_eq!(in_cycles("load/src"), BTreeSet::new());
}
