//! Tests of the messages about invalid values, and that `--help` and `.env.example` name the same variables.

use std::collections::BTreeSet;

use super::*;

fn given(line: &str) -> Result<Cli, CliError> {
    read(std::iter::once("lyceum").chain(line.split_whitespace()).map(OsString::from))
}

fn wrong(line: &str) -> String {
    match given(line) {
        Err(CliError::Wrong(text)) => text,
        other => panic!("{line:?} gives {other:?}"),
    }
}

#[test]
fn an_invalid_value_gives_one_line_that_names_it() {
    for (line, part) in [
        ("", "serve"),
        ("teach", "teach"),
        ("serve --lisen 127.0.0.1:1", "--lisen"),
        ("serve --listen nonsense", "LYCEUM_LISTEN"),
        ("serve --listen 127.0.0.1:99999", "99999"),
        ("serve --database-url mysql://x", "DATABASE_URL"),
        ("serve --public-url school.example", "LYCEUM_PUBLIC_URL"),
        ("serve --public-url https://a.example/path", "--public-url"),
        ("serve --public-url https://a@b.example", "--public-url"),
        ("serve --tls-cert a.pem", "--tls-key"),
        ("serve --redirect-listen 0.0.0.0:80", "--tls-cert"),
        ("serve --tls-cert a --tls-key b --public-url http://a.example", "--public-url says http"),
        ("serve --turn-tls-listen 0.0.0.0:443", "--turn-tls-cert"),
        ("serve --turn-tls-listen 0.0.0.0:443 --turn-tls-cert a", "--turn-tls-key"),
        ("serve --bcrypt-cost 99", "LYCEUM_BCRYPT_COST"),
        ("serve --pool-size 0", "LYCEUM_POOL_SIZE"),
        ("serve --empty-room-minutes -1", "-1"),
        ("serve --seat-grace-seconds soon", "soon"),
        ("serve --link-minutes 1", "LYCEUM_LINK_MINUTES"),
        ("serve --mail-from nobody", "LYCEUM_MAIL_FROM"),
        ("serve --smtp-host mail.example", "--public-url"),
        ("serve --smtp-host a/b", "LYCEUM_SMTP_HOST"),
        ("serve --smtp-port 25", "--smtp-host"),
        ("serve --public-url https://a.example --smtp-host b.example --smtp-user c", "LYCEUM_SMTP_PASSWORD"),
        ("serve --upload-mb 0", "LYCEUM_UPLOAD_MB"),
        ("serve --quota-mb much", "LYCEUM_QUOTA_MB"),
        ("serve --s3-endpoint https://a.example", "--s3-bucket"),
        ("serve --s3-bucket b --s3-endpoint a.example", "LYCEUM_S3_ENDPOINT"),
        ("serve --s3-bucket b --s3-access-key k", "LYCEUM_S3_SECRET_KEY"),
        ("serve --log-format xml", "xml"),
        ("serve --log inof", "LYCEUM_LOG"),
        ("serve --log warn,=debug", "LYCEUM_LOG"),
        ("serve --demo --listen 0.0.0.0:8080", "--demo --demo"),
        ("admin", "admin create, person export, person erase or keys rotate"),
        ("serve --access-minutes 99", "LYCEUM_ACCESS_MINUTES"),
        ("admin create --email a@b.example", "--username"),
        ("migrate --data-dir", "--data-dir"),
    ] {
        let text = wrong(line);
        assert!(text.contains(part) && !text.contains('\n') && text.len() < 250, "{line:?} gives {text:?}");
    }
}

#[test]
fn a_public_demo_must_be_requested_twice() {
    assert!(given("serve --demo --demo --listen 0.0.0.0:8080").is_ok());
    assert!(given("serve --demo --listen [::1]:8080").is_ok());
    assert!(given("serve --listen 0.0.0.0:8080").is_ok());
}

#[test]
fn links_start_with_a_reachable_url() {
    let web = |line: &str| match given(line).expect("the arguments are valid").command {
        Command::Serve(serve) => serve.web.url(serve.web.listen),
        other => panic!("{other:?}"),
    };
    assert_eq!(web("serve"), "http://127.0.0.1:8080");
    assert_eq!(web("serve --listen localhost:80"), "http://127.0.0.1:80");
    assert_eq!(web("serve --listen 0.0.0.0:81"), "http://localhost:81");
    assert_eq!(web("serve --public-url https://school.example/"), "https://school.example");
    assert_eq!(web("serve --listen 0.0.0.0:443 --tls-cert a --tls-key b"), "https://localhost:443");
}

#[test]
fn a_secret_key_parses_back_and_is_hidden_in_debug_output() {
    let key = SecretKey::random();
    assert_eq!(SecretKey::parse(&key.to_hex()), Some(key.clone()));
    assert!(!format!("{key:?}").contains(&key.to_hex()[..8]));
    for bad in ["", "00", &key.to_hex()[1..], &"g".repeat(64), &"é".repeat(32)] {
        assert_eq!(SecretKey::parse(bad), None);
    }
}

/// The names of our variables in a text.
fn variables(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("LYCEUM_") || *word == "DATABASE_URL")
        .collect()
}

fn help(command: &mut Clap, text: &mut String) {
    text.push_str(&command.render_long_help().to_string());
    for below in command.get_subcommands_mut() {
        help(below, text);
    }
}

#[test]
fn help_and_the_example_name_the_same_variables() {
    let mut text = String::new();
    let mut command = Cli::command();
    command.build();
    help(&mut command, &mut text);
    let example = include_str!("../../.env.example");
    assert_eq!(variables(&text), variables(example));
    let unit = variables(include_str!("../../deploy/lyceum.service"));
    assert!(!unit.is_empty() && unit.is_subset(&variables(example)), "{unit:?}");
    for line in example.lines().filter(|line| line.contains('=') && !line.contains(' ')) {
        assert!(line.starts_with('#'), "{line:?} would set something on a machine where the file is copied unread");
    }
}
