//! Converts office files to PDF by LibreOffice, which reads what strangers have written: so it runs in a sandbox without network, with
//! limits of time, memory and size. Under systemd, whose rules for this server forbid sandboxes of its own, another unit does it
//! behind a socket (deploy/lyceum-office.socket).

use std::{
    env, fs, io,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A kind of office file that can be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeFormat {
    Pptx,
    Ppt,
    Odp,
    Docx,
    Odt,
    Xlsx,
}

const ALL: [(OfficeFormat, &str, &str, &str); 6] = [
    (OfficeFormat::Pptx, "pptx", "Impress MS PowerPoint 2007 XML", "impress_pdf_Export"),
    (OfficeFormat::Ppt, "ppt", "MS PowerPoint 97", "impress_pdf_Export"),
    (OfficeFormat::Odp, "odp", "impress8", "impress_pdf_Export"),
    (OfficeFormat::Docx, "docx", "MS Word 2007 XML", "writer_pdf_Export"),
    (OfficeFormat::Odt, "odt", "writer8", "writer_pdf_Export"),
    (OfficeFormat::Xlsx, "xlsx", "Calc MS Excel 2007 XML", "calc_pdf_Export"),
];

impl OfficeFormat {
    /// The format by the ending of a file's name.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Self::parse(&ending.to_lowercase())
    }

    pub fn parse(ending: &str) -> Option<Self> {
        ALL.into_iter().find(|one| one.1 == ending).map(|one| one.0)
    }

    fn row(self) -> (OfficeFormat, &'static str, &'static str, &'static str) {
        ALL.into_iter().find(|one| one.0 == self).expect("every format has a row")
    }

    pub fn ending(self) -> &'static str {
        self.row().1
    }

    /// Whether a file that begins like this can be of this format. Otherwise LibreOffice would make a text of it.
    pub fn begins(self, head: &[u8]) -> bool {
        // The name of a ZIP's first entry (APPNOTE.TXT, 4.3.7), and what follows it.
        let first = |head: &[u8]| {
            let length = usize::from(u16::from_le_bytes([*head.get(26)?, *head.get(27)?]));
            let extra = usize::from(u16::from_le_bytes([*head.get(28)?, *head.get(29)?]));
            let name = head.get(30..30 + length)?.to_vec();
            Some((name, head.get(30 + length + extra..)?.to_vec()))
        };
        match self {
            Self::Ppt => head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            _ if !head.starts_with(b"PK\x03\x04") => false,
            Self::Odp | Self::Odt => {
                let kind: &[u8] = if self == Self::Odp { b"presentation" } else { b"text" };
                let mime = [b"application/vnd.oasis.opendocument.", kind].concat();
                first(head).is_some_and(|(name, rest)| name == b"mimetype" && rest.starts_with(&mime))
            }
            Self::Pptx | Self::Docx | Self::Xlsx => {
                let own: &[u8] = match self {
                    Self::Pptx => b"ppt/",
                    Self::Docx => b"word/",
                    _ => b"xl/",
                };
                let usual: [&[u8]; 5] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/", own];
                first(head).is_some_and(|(name, _)| usual.iter().any(|begin| name.starts_with(begin)))
            }
        }
    }
}

/// What a conversion may take.
#[derive(Clone, Copy, Debug)]
pub struct OfficeLimits {
    /// From its beginning to its end.
    pub time: Duration,
    /// The largest PDF, in bytes.
    pub output: u64,
}

impl Default for OfficeLimits {
    fn default() -> Self {
        Self { time: Duration::from_secs(120), output: 200_000_000 }
    }
}

/// Seconds of the processor, bytes of address space, and processes in the sandbox.
const CPU: u64 = 60;
const MEMORY: u64 = 4 << 30;
const PROCESSES: u64 = 64;
/// What LibreOffice may write beside the PDF, in bytes; it is memory.
const SCRATCH: &str = "536870912";

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficeError {
    /// It was ended after the time that it may take.
    TimedOut,
    /// The PDF is larger than allowed.
    TooLarge,
    /// The program has failed.
    Failed(String),
    /// The program could not be started: another attempt may succeed.
    Unavailable(String),
}

/// How office files are converted.
#[derive(Clone, Debug)]
pub enum OfficeConverter {
    /// LibreOffice on this machine, in bubblewrap's sandbox.
    Sandbox,
    /// A socket that takes the format on a line and then the file, and answers with the PDF.
    Socket(PathBuf),
    /// A program that is given the format, the file and where the PDF is to be.
    Program(PathBuf),
    Missing,
}

impl OfficeConverter {
    /// What this machine has.
    pub fn found() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let has = |program: &str| env::split_paths(&path).any(|folder| folder.join(program).is_file());
        if has("soffice") && has("bwrap") { Self::Sandbox } else { Self::Missing }
    }

    pub fn is_there(&self) -> bool {
        !matches!(self, Self::Missing)
    }

    /// Converts `folder/in.<ending>` to `folder/out.pdf`, which takes up to the time of the limits: on a thread that may block.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub fn convert(&self, format: OfficeFormat, folder: &Path, limits: OfficeLimits) -> Result<(), OfficeError> {
        let deadline = Instant::now() + limits.time;
        let input = folder.join(format!("in.{}", format.ending()));
        let output = folder.join("out.pdf");
        match self {
            Self::Missing => return Err(OfficeError::Unavailable("LibreOffice is not installed".to_owned())),
            Self::Sandbox => run(sandboxed(format, folder, limits), folder, deadline)?,
            Self::Program(program) => {
                let mut command = Command::new(program);
                command.arg(format.ending()).arg(&input).arg(&output);
                run(command, folder, deadline)?;
            }
            Self::Socket(socket) => ask(socket, format, &input, &output, limits)?,
        }
        check(&output, limits)
    }
}

/// The PDF is there, is one, and is not too large.
fn check(output: &Path, limits: OfficeLimits) -> Result<(), OfficeError> {
    let failed = |what: &str| OfficeError::Failed(what.to_owned());
    let size = fs::metadata(output).map_err(|_| failed("there is no PDF"))?.len();
    // A sandbox cuts off what is longer.
    if size >= limits.output {
        return Err(OfficeError::TooLarge);
    }
    let mut head = [0; 5];
    io::Read::read_exact(&mut fs::File::open(output).map_err(|_| failed("there is no PDF"))?, &mut head)
        .map_err(|_| failed("the PDF is empty"))?;
    if &head == b"%PDF-" { Ok(()) } else { Err(failed("it is not a PDF")) }
}

/// LibreOffice in a sandbox: it sees its own program files, its folder, and nothing else.
fn sandboxed(format: OfficeFormat, folder: &Path, limits: OfficeLimits) -> Command {
    let (_, ending, import, export) = format.row();
    let mut command = Command::new("bwrap");
    command.args([
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--clearenv",
        "--uid",
        "65534",
        "--gid",
        "65534",
    ]);
    command.args([
        "--ro-bind",
        "/usr",
        "/usr",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--size",
        SCRATCH,
        "--tmpfs",
        "/tmp",
    ]);
    for name in ["bin", "lib", "lib64", "sbin"] {
        command.args(["--symlink", &format!("usr/{name}"), &format!("/{name}")]);
    }
    for path in ["/etc/fonts", "/etc/libreoffice", "/etc/alternatives", "/etc/ld.so.cache"] {
        command.args(["--ro-bind-try", path, path]);
    }
    command.arg("--bind").arg(folder).arg("/job");
    command.args(["--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"]);
    command.args(["--chdir", "/job", "--", "prlimit"]);
    command.args([format!("--cpu={CPU}"), format!("--as={MEMORY}"), format!("--nproc={PROCESSES}")]);
    command.args([format!("--fsize={}", limits.output), "--core=0".to_owned(), "--".to_owned()]);
    command.args(["soffice", "-env:UserInstallation=file:///tmp/profile", "--headless", "--norestore", "--nologo"]);
    // The import is named, or anything would be taken for some kind of text.
    command.args([format!("--infilter={import}"), "--convert-to".to_owned(), format!("pdf:{export}")]);
    command.args(["--outdir".to_owned(), "/job/pdf".to_owned(), format!("/job/in.{ending}")]);
    command
}

/// Runs a program until it ends, or ends it at the deadline.
fn run(mut command: Command, folder: &Path, deadline: Instant) -> Result<(), OfficeError> {
    let unavailable = |error: io::Error| OfficeError::Unavailable(error.to_string());
    let log = fs::File::create(folder.join("log")).map_err(unavailable)?;
    command.stdin(Stdio::null()).stdout(log.try_clone().map_err(unavailable)?).stderr(log);
    let mut child = Guarded(command.spawn().map_err(unavailable)?);
    let status = loop {
        match child.0.try_wait().map_err(unavailable)? {
            Some(status) => break status,
            None if Instant::now() >= deadline => return Err(OfficeError::TimedOut),
            None => thread::sleep(Duration::from_millis(20)),
        }
    };
    // LibreOffice names the PDF after the file.
    let _ = fs::rename(folder.join("pdf/in.pdf"), folder.join("out.pdf"));
    if status.success() {
        return Ok(());
    }
    let said = fs::read_to_string(folder.join("log")).unwrap_or_default();
    Err(OfficeError::Failed(format!("{status}: {}", said.lines().last().unwrap_or_default())))
}

/// A program that is ended with everything in its sandbox when nobody waits for it any more.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Has another unit convert it.
fn ask(
    socket: &Path,
    format: OfficeFormat,
    input: &Path,
    output: &Path,
    limits: OfficeLimits,
) -> Result<(), OfficeError> {
    let unavailable = |error: io::Error| OfficeError::Unavailable(error.to_string());
    let mut stream = UnixStream::connect(socket).map_err(unavailable)?;
    stream.set_read_timeout(Some(limits.time)).map_err(unavailable)?;
    stream.set_write_timeout(Some(limits.time)).map_err(unavailable)?;
    let slow = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => OfficeError::TimedOut,
        _ => OfficeError::Failed(error.to_string()),
    };
    io::Write::write_all(&mut stream, format!("{}\n", format.ending()).as_bytes()).map_err(slow)?;
    io::copy(&mut fs::File::open(input).map_err(unavailable)?, &mut stream).map_err(slow)?;
    stream.shutdown(std::net::Shutdown::Write).map_err(slow)?;
    let mut pdf = fs::File::create(output).map_err(unavailable)?;
    io::copy(&mut io::Read::take(stream, limits.output), &mut pdf).map_err(slow)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first entry of a ZIP, stored as it is.
    fn zip(name: &str, content: &str) -> Vec<u8> {
        let lengths = [u16::try_from(name.len()).expect("short").to_le_bytes(), [0, 0]].concat();
        [b"PK\x03\x04".as_slice(), &[0; 22], &lengths, name.as_bytes(), content.as_bytes()].concat()
    }

    #[test]
    fn the_first_bytes_tell_whether_a_file_is_what_its_name_says() {
        let presentation = zip("mimetype", "application/vnd.oasis.opendocument.presentation");
        let text = zip("mimetype", "application/vnd.oasis.opendocument.text");
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1and so on".to_vec();
        for (name, head, fits) in [
            ("Moons.pptx", zip("[Content_Types].xml", "<"), true),
            ("Moons.PPTX", zip("ppt/presentation.xml", "<"), true),
            ("Moons.docx", zip("word/document.xml", "<"), true),
            ("Moons.xlsx", zip("_rels/.rels", "<"), true),
            ("Moons.odp", presentation.clone(), true),
            ("Moons.odt", text, true),
            ("Moons.ppt", old.clone(), true),
            ("Moons.odt", presentation, false),
            ("Moons.pptx", old, false),
            ("Moons.pptx", zip("holiday.jpg", "<"), false),
            ("Moons.pptx", zip("word/document.xml", "<"), false),
            ("Moons.pptx", b"%PDF-1.7".to_vec(), false),
            ("Moons.pptx", b"PK\x03\x04".to_vec(), false),
            ("Moons.pptx", Vec::new(), false),
            ("Moons.ppt", b"MZ".to_vec(), false),
        ] {
            let format = OfficeFormat::of_name(name).expect("a known ending");
            assert_eq!(format.begins(&head), fits, "{name}: {head:?}");
        }
        for name in ["Moons", "pptx", "Moons.pdf", "Moons.pptm", "Moons."] {
            assert_eq!(OfficeFormat::of_name(name), None, "{name}");
        }
    }

    /// Converts by a shell script in place of LibreOffice.
    fn by(script: &str, limits: OfficeLimits) -> Result<(), OfficeError> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("converter");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("it is ours");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("it is ours");
        fs::write(folder.path().join("in.odp"), "slides").expect("it is ours");
        OfficeConverter::Program(program).convert(OfficeFormat::Odp, folder.path(), limits)
    }

    #[test]
    fn a_conversion_has_limits_and_its_outcome_is_looked_at() {
        let usual = OfficeLimits::default();
        assert_eq!(by("[ $1 = odp ] && [ \"$(cat $2)\" = slides ] && printf %%PDF-1.7 > $3", usual), Ok(()));
        let short = OfficeLimits { time: Duration::from_millis(100), ..usual };
        assert_eq!(by("exec sleep 600", short), Err(OfficeError::TimedOut));
        let small = OfficeLimits { output: 8, ..usual };
        assert_eq!(by("printf %%PDF-1.7 > $3", small), Err(OfficeError::TooLarge));
        let failed = |script| match by(script, usual) {
            Err(OfficeError::Failed(why)) => why,
            other => panic!("{other:?}"),
        };
        assert!(failed("echo broken; exit 3").ends_with("exit status: 3: broken"));
        assert!(failed("kill -SEGV $$").contains("signal: 11"));
        assert_eq!(failed("exit 0"), "there is no PDF");
        assert_eq!(failed("printf hello > $3"), "it is not a PDF");
        assert_eq!(failed("printf no > $3"), "the PDF is empty");
    }

    #[test]
    fn another_unit_converts_behind_a_socket() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("socket");
        let listener = std::os::unix::net::UnixListener::bind(&path).expect("it is ours");
        let unit = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the server comes");
            let mut asked = String::new();
            io::Read::read_to_string(&mut stream, &mut asked).expect("a text");
            io::Write::write_all(&mut stream, format!("%PDF-{asked}").as_bytes()).expect("it reads");
        });
        fs::write(folder.path().join("in.odp"), "slides").expect("it is ours");
        let converter = OfficeConverter::Socket(path);
        assert_eq!(converter.convert(OfficeFormat::Odp, folder.path(), OfficeLimits::default()), Ok(()));
        assert_eq!(fs::read_to_string(folder.path().join("out.pdf")).expect("a PDF"), "%PDF-odp\nslides");
        unit.join().expect("it is done");
        let gone = converter.convert(OfficeFormat::Odp, folder.path(), OfficeLimits::default());
        assert!(matches!(gone, Err(OfficeError::Unavailable(_))), "{gone:?}");
    }
}
