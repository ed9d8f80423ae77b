//! Finds files of a crate that import each other, directly or through others.
//!
//! An import from a module above (`super::Item`) does not count: a module and the files below it are one unit, split into several
//! files. Test code does not count, either.

use std::collections::{BTreeMap, BTreeSet};

use super::blank_comments_and_texts;

/// A module's path from the root of its crate: `["room", "actor"]`.
type ModulePath = Vec<String>;

struct Module {
    /// Relative to the source directory: `room/actor.rs`.
    file: String,
    /// Every path in the code.
    paths: Vec<Vec<String>>,
    /// The names that `use` imports, each with the path as it is written.
    aliases: BTreeMap<String, Vec<String>>,
}

/// The imports between a crate's files.
pub struct Imports(BTreeMap<String, BTreeSet<String>>);

impl Imports {
    /// Reads a crate: each file by its path below the source directory, with its text.
    pub fn of(files: &[(String, String)]) -> Self {
        let mut modules = BTreeMap::new();
        let mut of_tests = BTreeSet::new();
        for (file, text) in files.iter().filter(|(file, _)| file != "main.rs" || !has_lib(files)) {
            let path = module_path(file);
            let code = blank_comments_and_texts(text);
            let (code, test_modules) = without_tests(&code);
            of_tests.extend(test_modules.into_iter().map(|name| [path.clone(), vec![name]].concat()));
            let mut module = Module { file: file.clone(), paths: Vec::new(), aliases: BTreeMap::new() };
            read(&code, &mut module);
            modules.insert(path, module);
        }
        modules.retain(|path: &ModulePath, _| !(1..=path.len()).any(|end| of_tests.contains(&path[..end])));
        let mut imports = BTreeMap::new();
        for (path, module) in &modules {
            let imported = module.paths.iter().filter_map(|named| resolve(&modules, path, named, 0));
            let imported = imported.filter(|target| !path.starts_with(target));
            imports.insert(module.file.clone(), imported.map(|target| modules[&target].file.clone()).collect());
        }
        Self(imports)
    }

    /// Every import that leads back to its own file.
    pub fn in_cycles(&self) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for (file, imported) in &self.0 {
            let back = imported.iter().filter(|target| self.reachable(target).contains(file));
            found.extend(back.map(|target| (file.clone(), target.clone())));
        }
        found
    }

    fn reachable(&self, from: &str) -> BTreeSet<String> {
        let (mut reached, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(file) = next.pop() {
            if reached.insert(file.clone()) {
                next.extend(self.0.get(&file).into_iter().flatten().cloned());
            }
        }
        reached
    }
}

fn has_lib(files: &[(String, String)]) -> bool {
    files.iter().any(|(file, _)| file == "lib.rs")
}

fn module_path(file: &str) -> ModulePath {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let root = matches!(path, "lib" | "main");
    path.split('/').filter(|_| !root).map(str::to_owned).collect()
}

/// The code without parts compiled for tests only, and the names of test modules in files of their own.
fn without_tests(code: &str) -> (String, Vec<String>) {
    const MARK: &str = "#[cfg(test)]";
    let (mut rest, mut kept, mut modules) = (code, String::new(), Vec::new());
    while let Some(at) = rest.find(MARK) {
        kept.push_str(&rest[..at]);
        let item = &rest[at + MARK.len()..];
        let end = item.find(['{', ';']).unwrap_or(item.len());
        let words = item[..end].split_whitespace().collect::<Vec<_>>();
        if item[end..].starts_with(';') {
            if let [.., "mod", name] = words[..] {
                modules.push(name.to_owned());
            }
            rest = &item[end + 1..];
        } else {
            rest = &item[(end + block(&item[end..])).min(item.len())..];
        }
    }
    kept.push_str(rest);
    (kept, modules)
}

/// The length of the block that starts here, including its braces.
fn block(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Records every path in the code, and every name that `use` imports.
fn read(code: &str, module: &mut Module) {
    let mut rest = code;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let starts = (c.is_alphabetic() || c == '_') && !is_part_of_name(before) && before != ':';
        if !starts {
            before = c;
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let name: String = rest.chars().take_while(|c| is_part_of_name(*c)).collect();
        let after = &rest[name.len()..];
        if name == "use" && after.starts_with(char::is_whitespace) {
            let end = after.find(';').unwrap_or(after.len());
            let tree: String = after[..end].split_whitespace().collect::<Vec<_>>().join(" ");
            read_tree(&tree, &[], module);
            (before, rest) = (';', &after[end..]);
            continue;
        }
        let path: Vec<String> = rest
            .split(|c: char| !is_part_of_name(c) && c != ':')
            .next()
            .map(|path| path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default();
        if path.len() > 1 {
            module.paths.push(path);
        }
        (before, rest) = ('a', after);
    }
}

/// Reads `a::{b, c as d}` below `above`.
fn read_tree(tree: &str, above: &[String], module: &mut Module) {
    let tree = tree.trim();
    if let Some((head, group)) = tree.split_once('{') {
        let head: Vec<String> = head.split("::").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect();
        let above = [above, &head[..]].concat();
        let group = group.trim_end().trim_end_matches('}');
        split(group).into_iter().for_each(|part| read_tree(part, &above, module));
        return;
    }
    let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias.trim())));
    let mut path: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    let glob = path.last().is_some_and(|last| last == "*");
    if glob || path.last().is_some_and(|last| last == "self" && !(above.is_empty() && path.len() == 1)) {
        path.pop();
    }
    let path = [above, &path[..]].concat();
    if let Some(last) = path.last().filter(|_| !glob) {
        module.aliases.insert(alias.unwrap_or(last).to_owned(), path.clone());
    }
    if !path.is_empty() {
        module.paths.push(path);
    }
}

/// The members of a group, split at commas outside of nested groups.
fn split(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The module that contains the target of `named`, a path written in `from`; `None` for another crate's.
fn resolve(
    modules: &BTreeMap<ModulePath, Module>,
    from: &ModulePath,
    named: &[String],
    depth: usize,
) -> Option<ModulePath> {
    // A name that is imported under itself has no target.
    if depth > 8 {
        return None;
    }
    let (mut at, mut rest) = (from.clone(), named);
    match named.first()?.as_str() {
        "crate" => (at, rest) = (Vec::new(), &named[1..]),
        "self" => rest = &named[1..],
        "super" => {
            while let Some((_, after)) = rest.split_first().filter(|(first, _)| *first == "super") {
                at.pop();
                rest = after;
            }
        }
        first => {
            let child = [from.clone(), vec![first.to_owned()]].concat();
            if !modules.contains_key(&child) && !modules.get(from)?.aliases.contains_key(first) {
                return None;
            }
        }
    }
    while let Some((name, after)) = rest.split_first() {
        let child = [at.clone(), vec![name.clone()]].concat();
        if modules.contains_key(&child) {
            (at, rest) = (child, after);
            continue;
        }
        let alias = modules.get(&at)?.aliases.get(name).filter(|alias| *alias != named || at != *from);
        return match alias {
            Some(alias) => resolve(modules, &at, alias, depth + 1),
            None => Some(at),
        };
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::Imports;

    fn cycles(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        let found = Imports::of(&files).in_cycles();
        found.into_iter().map(|(from, to)| format!("{from} {to}")).collect()
    }

    #[test]
    fn cycles_are_found_in_every_form_of_path() {
        let both = ["a.rs b.rs", "b.rs a.rs"];
        for (a, b) in [
            ("use crate::b::B;", "use crate::{c, a::{A, D}};"),
            ("use super::b;", "fn f() { crate::a::f(); }"),
            ("pub use crate::b::B as C;", "use super::a::*;"),
            ("use crate::{b::{self}, c};", "struct B(super::a::A);"),
        ] {
            assert_eq!(cycles(&[("lib.rs", "mod a; mod b; mod c;"), ("a.rs", a), ("b.rs", b), ("c.rs", "")]), both);
        }
    }

    #[test]
    fn longer_cycles_and_cycles_through_re_exports_are_found() {
        let (lib, c) = (("lib.rs", ""), ("c.rs", "use crate::a::A;"));
        assert_eq!(cycles(&[lib, ("a.rs", "use crate::b;"), ("b.rs", "use crate::c::C;"), c]).len(), 3);
        let (face, below) = (("d/mod.rs", "mod e; pub use e::E;"), ("d/e.rs", "use crate::f::F;"));
        assert_eq!(cycles(&[lib, face, below, ("f.rs", "use crate::d::E;")]), ["d/e.rs f.rs", "f.rs d/e.rs"]);
    }

    #[test]
    fn a_module_and_its_children_may_import_each_other_but_siblings_may_not() {
        let (lib, above) = (("lib.rs", ""), ("a.rs", "mod b; mod c; use b::B; use c::C; pub struct A;"));
        assert_eq!(cycles(&[lib, above, ("a/b.rs", "use super::A;"), ("a/c.rs", "use super::b::B;")]), [""; 0]);
        let beside = [("a/b.rs", "use super::C;"), ("a/c.rs", "use super::b::B;")];
        assert_eq!(cycles(&[lib, above, beside[0], beside[1]]), ["a/b.rs a/c.rs", "a/c.rs a/b.rs"]);
    }

    #[test]
    fn tests_comments_and_other_crates_make_no_cycle() {
        let b = "use crate::a::A;";
        for a in [
            "// use crate::b::B;",
            "#[cfg(test)]\nmod tests { use crate::b::B; }",
            "#[cfg(test)]\nmod tests;",
            "use b::B;",
            "const B: &str = \"crate::b::B\";",
        ] {
            assert_eq!(
                cycles(&[("lib.rs", ""), ("a.rs", a), ("a/tests.rs", "use crate::b::B;"), ("b.rs", b)]),
                [""; 0]
            );
        }
    }
}
