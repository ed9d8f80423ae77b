//! `scripts/setup` on machines where something is missing: each machine is a directory of programs, real ones and stubs.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::{Command, Output},
};

use crate::support::program::run;

/// The programs of the barest machine.
const BASE: [&str; 9] = ["sh", "dirname", "cat", "mkdir", "tee", "rm", "env", "touch", "chmod"];

/// A machine with a copy of our scripts, and nothing else on its PATH.
struct Machine(tempfile::TempDir);

impl Machine {
    fn bare() -> Self {
        let machine = Self(tempfile::tempdir().expect("a temporary directory"));
        fs::create_dir_all(machine.path().join("bin")).expect("the test owns it");
        fs::create_dir_all(machine.path().join("scripts")).expect("the test owns it");
        for script in ["setup", "node", "python", "browser"] {
            let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(script);
            fs::copy(ours, machine.path().join("scripts").join(script)).expect("a script");
        }
        for program in BASE {
            let found = std::env::split_paths(&std::env::var_os("PATH").expect("a PATH"))
                .map(|dir| dir.join(program))
                .find(|path| path.exists());
            symlink(found.expect(program), machine.path().join("bin").join(program)).expect("the test owns it");
        }
        machine
    }

    /// The same with Rust and Node.js, and a user who is not root.
    fn of_a_pupil() -> Self {
        Self::bare().with("id", "echo 1000").with("cargo", "").with("node", "").with("npm", "")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Adds a program with this name and script. It may write to `$HERE`.
    fn with(self, name: &str, does: &str) -> Self {
        let path = self.path().join("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{does}\n")).expect("the test owns it");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("the test owns it");
        self
    }

    fn set_up(&self) -> Output {
        let mut setup = Command::new(self.path().join("scripts/setup"));
        run(setup.env_clear().env("PATH", self.path().join("bin")).env("HERE", self.path()))
    }

    /// The one line with which it fails.
    fn gives_up(&self) -> String {
        let ended = self.set_up();
        assert_eq!(ended.status.code(), Some(1));
        let said = String::from_utf8(ended.stderr).expect("text");
        assert_eq!(said.lines().count(), 1, "{said}");
        said.trim_end().to_owned()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap_or_default()
    }
}

#[test]
fn setup_names_the_source_of_rust_when_it_is_missing() {
    let said = Machine::bare().with("id", "echo 1000").gives_up();
    assert_eq!(said, "setup: please install Rust (https://rustup.rs) first");
}

#[test]
fn without_apt_setup_lists_what_to_install_in_one_line() {
    let said = Machine::of_a_pupil().gives_up();
    let told = "setup: please install these (by their Debian names), and call me again: gcc libc6-dev";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn without_sudo_setup_prints_the_command_to_run() {
    let said = Machine::of_a_pupil().with("apt-get", "touch $HERE/called").gives_up();
    let told = "setup: I am not root, and there is no sudo; please run: apt-get install gcc libc6-dev";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn setup_names_what_apt_cannot_install() {
    let machine =
        Machine::of_a_pupil().with("apt-get", "echo Unable to fetch >&2; exit 100").with("sudo", r#"shift; "$@""#);
    let said = machine.gives_up();
    let told = "setup: apt-get could not install them (.tools/setup.log says why); please install: gcc libc6-dev";
    assert!(said.starts_with(told), "{said}");
    assert!(machine.read(".tools/setup.log").contains("Unable to fetch"));
}

#[test]
fn with_sudo_setup_installs_once_and_then_has_nothing_to_do() {
    // Its package lists are empty at first, as on a new machine.
    let apt = r#"echo "$*" >>$HERE/calls
case "$*" in
    *update*) touch $HERE/listed ;;
    *) [ -e $HERE/listed ] || exit 100
       for name in cc initdb postgres; do echo '#!/bin/sh' >$HERE/bin/$name; chmod 755 $HERE/bin/$name; done ;;
esac"#;
    let machine = Machine::of_a_pupil().with("apt-get", apt).with("sudo", r#"echo "$1" >>$HERE/sudos; shift; "$@""#);

    let first = machine.set_up();
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let calls = machine.read("calls");
    assert!(
        calls.lines().last().is_some_and(|call| call.contains("install -y --no-install-recommends gcc")),
        "{calls}"
    );
    assert!(machine.read("sudos").lines().all(|flag| flag == "-n"), "nobody is there to type a password");
    let second = machine.set_up();
    assert!(second.status.success() && second.stdout.is_empty() && second.stderr.is_empty());
    assert_eq!(machine.read("calls"), calls);
}
