//! The systemd unit is valid and restricts the server to what it needs; the server and its database run with these restrictions.

use std::{
    fs,
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use nix::unistd::{User, chown};

use crate::support::program::{Data, Server, Starting, report_skipped, run, run_by, serve};

/// How exposed a unit may be, by systemd's own measure from 0 to 100: 20 is "OK".
const EXPOSURE: &str = "20";

/// Units with our paths, because they are only valid where their programs exist.
fn units(names: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy");
    let dir = tempfile::tempdir().expect("a temporary directory");
    let with_our_paths = |name: &&str| {
        let text = fs::read_to_string(deploy.join(name)).expect("the unit file can be read");
        let office = deploy.join("lyceum-office").display().to_string();
        let text = text.replace("/usr/local/bin/lyceum", env!("CARGO_BIN_EXE_lyceum"));
        let path = dir.path().join(name);
        fs::write(&path, text.replace("/usr/local/libexec/lyceum-office", &office)).expect("the test owns it");
        path
    };
    let paths = names.iter().map(with_our_paths).collect();
    (dir, paths)
}

#[test]
fn the_systemd_units_are_valid_and_restrictive() {
    if Command::new("systemd-analyze").arg("--version").stdout(Stdio::null()).status().is_err() {
        report_skipped("there is no systemd-analyze here, and scripts/setup installs it on Debian and Ubuntu only");
        return;
    }
    let (_dir, units) = units(&["lyceum.service", "lyceum-office@.service", "lyceum-office.socket"]);
    let verified = run(Command::new("systemd-analyze").args(["verify", "--man=no"]).args(&units));
    let said = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(verified.status.success() && !said.contains("lyceum"), "{said}");
    let threshold = format!("--threshold={EXPOSURE}");
    for service in &units[..2] {
        let mut looked = Command::new("systemd-analyze");
        let looked = run(looked.args(["security", "--offline=true", "--no-pager", &threshold]).arg(service));
        if String::from_utf8_lossy(&looked.stderr).contains("unrecognized option") {
            report_skipped("this systemd cannot look at a unit that is not its own");
            return;
        }
        assert!(looked.status.success(), "{}", String::from_utf8_lossy(&looked.stdout));
    }
}

#[test]
fn systemd_is_notified_when_the_server_is_ready_and_stopping() {
    let data = Data::prepared();
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("notify");
    let systemd = UnixDatagram::bind(&path).expect("a socket");
    systemd.set_read_timeout(Some(Duration::from_secs(60))).expect("it can wait");
    let told = || {
        let mut heard = [0; 64];
        let length = systemd.recv(&mut heard).expect("it is told");
        String::from_utf8_lossy(&heard[..length]).into_owned()
    };
    let starting = Starting::begin(serve(&data).env("NOTIFY_SOCKET", &path));
    assert_eq!(told(), "READY=1");
    let server = starting.ready();
    assert_eq!(server.get("/readyz"), Some(200));
    server.stop();
    assert_eq!(told(), "STOPPING=1");
}

/// Runs a program with the unit's restrictions, as far as that is possible without systemd: as a user without privileges except
/// for low ports, on a file system that is read-only except for the data directory.
fn confined(data: &Data, program: &Command) -> Command {
    const SCRIPT: &str = r#"
        set -e
        mount --make-rprivate /
        mount --bind "$0" "$0"
        mount -o remount,bind,ro /
        right=-all,+net_bind_service
        exec setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups --no-new-privs \
            --inh-caps=$right --ambient-caps=$right --bounding-set=$right "$@""#;
    let mut command = Command::new("unshare");
    command.args(["--mount", "--ipc", "--uts", "sh", "-c", SCRIPT]).arg(data.path());
    run_by(command, program)
}

#[test]
fn server_and_database_run_unprivileged_on_a_read_only_system() {
    let data = Data::fresh();
    fs::create_dir(data.path()).expect("the test owns it");
    let nobody = User::from_name("nobody").expect("a password file").expect("there is one everywhere");
    if chown(&data.path(), Some(nobody.uid), Some(nobody.gid)).is_err() {
        report_skipped("only root can give a directory to another user");
        return;
    }
    let wanted = serve(&data);
    let mut reached = Command::new("sh");
    reached
        .args(["-c", "test -x \"$0\" && ! touch /lyceum-was-here"])
        .arg(wanted.get_program())
        .env("PATH", "/usr/bin:/bin");
    let reached = run(&mut confined(&data, &reached));
    if !reached.status.success() {
        let why = String::from_utf8_lossy(&reached.stderr).into_owned();
        report_skipped(&format!(
            "this machine does not let a system be made read-only, or nobody reach the program: {why}"
        ));
        return;
    }
    for _ in 0..2 {
        let server = Server::start(&mut confined(&data, &wanted));
        assert_eq!(server.get("/readyz"), Some(200));
        let status = |pid| fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
        for pid in [server.pid(), data.postmaster().expect("the database runs")] {
            let status = status(pid);
            let line =
                |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).expect(name).trim().to_owned();
            let user = nobody.uid.to_string();
            assert!(line("Uid:").split_whitespace().all(|uid| uid == user), "{status}");
            // CAP_NET_BIND_SERVICE is number ten.
            assert_eq!((line("CapBnd:"), line("CapEff:")), ("0000000000000400".into(), "0000000000000400".into()));
            assert_eq!(line("NoNewPrivs:"), "1");
        }
        server.kill();
    }
    Server::start(&mut confined(&data, &wanted)).stop();
}
