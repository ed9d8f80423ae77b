//! The database and the program fold text alike, and the migration that brought this keeps every account.

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text,
};
use lyceum::unicode;

use crate::support::postgres::Database;

#[derive(QueryableByName)]
struct Folded {
    #[diesel(sql_type = Text)]
    written: String,
    #[diesel(sql_type = Text)]
    folded: String,
    #[diesel(sql_type = Text)]
    key: String,
}

#[test]
fn the_database_and_the_program_fold_every_letter_alike() {
    let database = Database::create();
    let mut connection = PgConnection::establish(&database.url).expect("PostgreSQL answers");
    // Letters of alphabets with capitals, and forms of them: Latin, Greek, Cyrillic, Armenian, Georgian, Cherokee, full width.
    let blocks = [
        0x20..=0x52f,
        0x531..=0x556,
        0x561..=0x587,
        0x10a0..=0x10ff,
        0x13a0..=0x13ff,
        0x1c80..=0x1c88,
        0x1d00..=0x1fff,
        0xfb00..=0xfb17,
        0xff01..=0xffdc,
    ];
    let letters = blocks.into_iter().flatten().filter_map(char::from_u32);
    let letters = letters
        .map(String::from)
        .chain(["ΜΑΡΙΟΣ", "Οδυσσεύς ΣΑΣ", "İSTANBUL ılgaz", "Straße", "e\u{301}"].map(str::to_owned));
    let rows: Vec<Folded> =
        sql_query("SELECT w AS written, fold_case(w) AS folded, search_key(w) AS key FROM unnest($1) w")
            .bind::<diesel::sql_types::Array<Text>, _>(letters.collect::<Vec<_>>())
            .load(&mut connection)
            .expect("the functions are there");
    assert!(rows.len() > 2000);
    let differs =
        |one: &&Folded| (&one.folded, &one.key) != (&unicode::fold(&one.written), &unicode::search_key(&one.written));
    let differing: Vec<_> =
        rows.iter().filter(differs).map(|one| (&one.written, &one.folded, unicode::fold(&one.written))).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

fn migration(file: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/2026-12-01-300001_fold_case");
    std::fs::read_to_string(format!("{folder}/{file}.sql")).expect("it is there")
}

#[test]
fn accounts_whose_addresses_fold_alike_survive_the_migration_and_its_reversal() {
    #[derive(QueryableByName)]
    struct Account {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let database = Database::create();
    let mut connection = PgConnection::establish(&database.url).expect("PostgreSQL answers");
    connection.batch_execute(&migration("down")).expect("it can be reversed");
    for (at, (username, email)) in
        [("old", "μαριος@school.example"), ("new", "ΜΑΡΙΟΣ@school.example"), ("Zoe", "Zoe@school.example")]
            .iter()
            .enumerate()
    {
        connection
            .batch_execute(&format!(
                "INSERT INTO people (id, username, email, password_hash, name, role, confirmed, avatar, time_zone)
                 VALUES ('00000000-0000-7000-8000-00000000000{at}', '{username}', '{email}', '', 'Name', 'teacher', true, '{{}}', 'UTC')"
            ))
            .expect("an account");
    }
    connection.batch_execute(&migration("up")).expect("nobody stands in its way");
    let shared = sql_query("SELECT username AS text FROM people WHERE address_shared").load::<Account>(&mut connection);
    let shared: Vec<_> = shared.expect("the column is there").into_iter().map(|one| one.text).collect();
    assert_eq!(shared, ["new"], "the older account keeps the address to itself");
    let found = lyceum::db::people::by_identifier(&mut connection, "ΜΑΡΙΟΣ@school.example").expect("it answers");
    assert_eq!(found.map(|(person, _)| person.username).as_deref(), Some("old"));
    let zoe = lyceum::db::people::by_identifier(&mut connection, "zoe@SCHOOL.example").expect("it answers");
    assert!(zoe.is_some(), "existing rows are folded");
    connection.batch_execute(&migration("down")).expect("it can be reversed");
    connection.batch_execute(&migration("up")).expect("and done again");
}
