//! LibreOffice itself, in its sandbox and as the unit of systemd runs it.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use lyceum::outbound::office::{OfficeConverter, OfficeError, OfficeFormat, OfficeLimits};

const FILES: [&str; 4] = ["moons.odp", "moons.pptx", "planets.docx", "volcanoes.xlsx"];

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).expect("it is there")
}

/// Converts these bytes, and returns the PDF.
fn convert(format: OfficeFormat, bytes: &[u8], time: Duration) -> Result<Vec<u8>, OfficeError> {
    let converter = OfficeConverter::found();
    assert!(converter.is_there(), "scripts/setup long installs LibreOffice and bubblewrap");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(format!("in.{}", format.ending())), bytes).expect("it is ours");
    converter.convert(format, folder.path(), OfficeLimits { time, ..OfficeLimits::default() })?;
    Ok(fs::read(folder.path().join("out.pdf")).expect("the PDF"))
}

const MINUTE: Duration = Duration::from_secs(60);

#[test]
#[ignore = "takes long: make test-long"]
fn libreoffice_converts_presentations_texts_and_tables() {
    for name in FILES {
        let format = OfficeFormat::of_name(name).expect("a known ending");
        let bytes = sample(name);
        assert!(format.begins(&bytes), "{name}");
        let pdf = convert(format, &bytes, MINUTE).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 5000, "{name}");
    }
}

#[test]
#[ignore = "takes long: make test-long"]
fn libreoffice_makes_no_text_of_what_is_damaged() {
    let whole = sample("moons.pptx");
    for damaged in [&whole[..whole.len() / 2], b"PK\x03\x04 and no more", b"hello"] {
        let failed = convert(OfficeFormat::Pptx, damaged, MINUTE);
        assert!(matches!(failed, Err(OfficeError::Failed(_))), "{:?}", failed.map(|pdf| pdf.len()));
    }
}

#[test]
#[ignore = "takes long: make test-long"]
fn a_conversion_that_takes_too_long_ends_with_all_its_processes() {
    let slow = convert(OfficeFormat::Docx, &sample("planets.docx"), Duration::from_millis(300));
    assert_eq!(slow.map(|pdf| pdf.len()), Err(OfficeError::TimedOut));
    let still = || {
        let processes = fs::read_dir("/proc").expect("Linux").filter_map(Result::ok);
        processes.filter_map(|one| fs::read(one.path().join("cmdline")).ok()).any(|line| {
            let line = String::from_utf8_lossy(&line);
            line.contains("/job/in.docx")
        })
    };
    crate::support::program::eventually("nothing runs any more", || (!still()).then_some(()));
}

/// A ZIP with these files, stored as they are (APPNOTE.TXT, 4.3).
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut whole, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let size = u32::try_from(text.len()).expect("short").to_le_bytes();
        let named = [u16::try_from(name.len()).expect("short").to_le_bytes(), [0, 0]].concat();
        let about = [&[0; 8][..], &crc.sum().to_le_bytes(), &size, &size, &named].concat();
        let at = u32::try_from(whole.len()).expect("short").to_le_bytes();
        directory.extend([b"PK\x01\x02\x14\0\x14\0", &about[..], &[0; 10], &at, name.as_bytes()].concat());
        whole.extend([b"PK\x03\x04\x14\0", &about[..], name.as_bytes(), text.as_bytes()].concat());
    }
    let count = u16::try_from(files.len()).expect("few").to_le_bytes();
    let [at, size] = [whole.len(), directory.len()].map(|all| u32::try_from(all).expect("short").to_le_bytes());
    [&whole[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &at, &[0, 0]].concat()
}

#[test]
#[ignore = "takes long: make test-long"]
fn a_file_that_names_pictures_elsewhere_reaches_no_network() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("it can");
    let address = listener.local_addr().expect("it is bound");
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        r#"<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"
           xmlns:draw="{names}:drawing:1.0" xmlns:svg="{names}:svg-compatible:1.0"
           xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:body><office:text><text:p>Moons
           <draw:frame text:anchor-type="paragraph" svg:width="9cm" svg:height="9cm"><draw:image
           xlink:href="http://{address}/moon.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>
           </text:p></office:text></office:body></office:document-content>"#
    );
    let mime = "application/vnd.oasis.opendocument.text";
    let manifest = format!(
        r#"<manifest:manifest xmlns:manifest="{names}:manifest:1.0" manifest:version="1.3"><manifest:file-entry
           manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml"
           manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    let odt = zip(&[("mimetype", mime), ("content.xml", &content), ("META-INF/manifest.xml", &manifest)]);
    assert!(OfficeFormat::Odt.begins(&odt));
    assert!(convert(OfficeFormat::Odt, &odt, MINUTE).is_ok_and(|pdf| pdf.starts_with(b"%PDF-")));
    assert!(listener.accept().is_err(), "it was asked for a picture");
}

#[test]
#[ignore = "takes long: make test-long"]
fn the_program_of_the_unit_converts_what_comes_on_its_standard_input() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/lyceum-office");
    let convert = |format: &str, bytes: &[u8]| {
        let mut command = Command::new(&program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        let mut input = child.stdin.take().expect("it is piped");
        input.write_all(format!("{format}\n").as_bytes()).expect("it reads");
        // One that refuses the format does not read the file.
        let _ = input.write_all(bytes);
        drop(input);
        child.wait_with_output().expect("it ends").stdout
    };
    assert!(convert("odp", &sample("moons.odp")).starts_with(b"%PDF-"));
    assert!(convert("odp", b"hello").is_empty());
    assert!(convert("exe", b"hello").is_empty());
}
