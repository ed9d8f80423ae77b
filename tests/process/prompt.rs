//! The prompt for a password, on a terminal that `script` (util-linux) simulates.

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use crate::support::program::{Data, eventually, report_skipped};

/// The output of a shell on a terminal that runs the program, enters this at its prompt, and then prints the terminal's settings.
/// A shell that starts in the background ignores Ctrl-C, and so do its children.
fn at_the_prompt(given: &[u8], background: bool) -> Option<String> {
    // The shell must not end together with the program.
    const SHELL: &str = "trap : INT; \"$LYCEUM\" admin create --username ann --email ann@school.example --bcrypt-cost 4; \
        echo \"it ended with $?\"; stty -a";
    let data = Data::prepared();
    let mut command = Command::new("env");
    command.args(background.then_some("--ignore-signal=INT"));
    command.args(["script", "--quiet", "--return", "--command", SHELL, "/dev/null"]).env_clear();
    command.env("LYCEUM", env!("CARGO_BIN_EXE_lyceum")).env("LYCEUM_DATA_DIR", data.path()).env("SHELL", "/bin/sh");
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    if Command::new("script").arg("--version").output().is_err() {
        report_skipped("there is no script(1) here, which plays a terminal");
        return None;
    }
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("env(1) is everywhere");
    let (mut keys, mut screen) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
    let shown = Arc::<Mutex<Vec<u8>>>::default();
    let seen = || String::from_utf8_lossy(&shown.lock().expect("the lock is not poisoned")).into_owned();
    let reader = thread::spawn({
        let shown = Arc::clone(&shown);
        move || {
            let mut some = [0; 1024];
            while let Ok(length @ 1..) = screen.read(&mut some) {
                shown.lock().expect("the lock is not poisoned").extend_from_slice(&some[..length]);
            }
        }
    });
    eventually("the prompt", || seen().contains("Password: ").then_some(()));
    keys.write_all(given).expect("it reads");
    eventually("the end of the terminal", || reader.is_finished().then_some(()));
    eventually("the shell's end", || child.try_wait().expect("the test owns it"));
    Some(seen())
}

#[test]
fn the_terminal_echoes_again_after_the_prompt_and_after_ctrl_c() {
    for (given, background, ends_with) in [
        (&b"chalk-and-cheese\n"[..], false, "it ended with 0"),
        (b"\x03", false, "it ended with 130"),
        (b"chalk\x03", false, "it ended with 130"),
        (b"chalk\x03", true, "it ended with 130"),
    ] {
        let Some(seen) = at_the_prompt(given, background) else { return };
        assert!(seen.contains(ends_with), "{seen}");
        assert!(!seen.contains("chalk"), "what is written there is not shown: {seen}");
        let state = seen.split_once(ends_with).expect("it is there").1;
        assert!(state.split_whitespace().any(|word| word == "echo"), "{seen}");
    }
}
