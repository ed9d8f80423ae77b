//! Invalid values: one line, and exit code 2.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::support::program::{Data, lyceum, refused, run, serve};

#[test]
fn an_invalid_value_gives_one_line_and_exit_code_2() {
    for (arguments, part) in [
        (&["serve", "--listen", "nonsense"][..], "--listen"),
        (&["serve", "--listen", "127.0.0.1:99999"], "--listen"),
        (&["serve", "--database-url", "nonsense"], "--database-url"),
        (&["serve", "--demo", "--listen", "0.0.0.0:0"], "--demo --demo"),
        (&["serve", "--nonsense"], "--nonsense"),
        (&["nonsense"], "nonsense"),
        (&[], "lyceum --help"),
        (&["admin", "create"], "--username"),
        (&["person", "erase"], "<USERNAME>"),
    ] {
        let said = refused(&mut lyceum(arguments), 2);
        assert!(said.contains(part), "{arguments:?} says {said}");
    }
}

#[test]
fn an_invalid_variable_gives_one_line() {
    for (variable, value) in [
        ("LYCEUM_LISTEN", "nonsense"),
        ("LYCEUM_DEMO", "maybe"),
        ("DATABASE_URL", "nonsense"),
        ("LYCEUM_TRUST_PROXY", "perhaps"),
        ("LYCEUM_SECRET_KEY", "short"),
        ("LYCEUM_SECRET_KEY_OLD", "short"),
        ("LYCEUM_LOG", "loudly"),
    ] {
        let said = refused(lyceum(&["serve"]).env(variable, value), 2);
        assert!(said.contains(variable), "{variable}={value} says {said}");
    }
}

#[test]
fn an_unusable_value_gives_one_line() {
    let data = Data::fresh();
    fs::write(data.path(), "a file").expect("the test owns it");
    let said = refused(&mut serve(&data), 2);
    assert!(said.contains("data directory"), "{said}");

    let data = Data::fresh();
    let mut elsewhere = serve(&data);
    elsewhere.args(["--database-url", "postgres://nobody@127.0.0.1:1/nothing"]);
    let said = refused(&mut elsewhere, 2);
    assert!(said.contains("--database-url"), "{said}");

    let mut foreign = lyceum(&["serve", "--listen", "192.0.2.1:80"]);
    let said = refused(foreign.env("LYCEUM_DATA_DIR", data.path()), 2);
    assert!(said.contains("192.0.2.1:80"), "{said}");
}

#[test]
fn a_read_only_data_directory_gives_one_line() {
    if nix::unistd::geteuid().is_root() {
        // Root can write everywhere except where writing is impossible.
        let said = refused(lyceum(&["serve", "--listen", "127.0.0.1:0"]).env("LYCEUM_DATA_DIR", "/proc/lyceum"), 2);
        assert!(said.contains("/proc/lyceum"), "{said}");
        return;
    }
    let data = Data::fresh();
    fs::create_dir(data.path()).expect("the test owns it");
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o500)).expect("the test owns it");
    let said = refused(&mut serve(&data), 2);
    assert!(said.contains("data directory"), "{said}");
}

#[test]
fn help_goes_to_standard_output() {
    let output = run(&mut lyceum(&["serve", "--help"]));
    let text = String::from_utf8(output.stdout).expect("it is text");
    assert_eq!(output.status.code(), Some(0));
    for part in ["--listen", "--data-dir", "--demo", "--database-url", "DATABASE_URL", "LYCEUM_SECRET_KEY"] {
        assert!(text.contains(part), "{part} is not explained");
    }
    assert!(output.stderr.is_empty());
}
