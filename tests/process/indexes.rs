//! Every foreign key has an index: otherwise, deleting a row or listing its children would read a whole table.

use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types::Text};

use crate::support::postgres::Database;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Foreign keys whose columns are not the first columns of any index, in any order.
const WITHOUT: &str = "
    SELECT k.conrelid::regclass || '.' || k.conname AS name FROM pg_constraint k
    WHERE k.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid
        AND (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey
        AND (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] <@ k.conkey)
    ORDER BY 1";

fn without(connection: &mut PgConnection) -> Vec<String> {
    let found = sql_query(WITHOUT).load::<Found>(connection).expect("the catalogue can be read");
    found.into_iter().map(|one| one.name).collect()
}

#[test]
fn every_foreign_key_has_an_index() {
    let database = Database::create();
    let mut connection = PgConnection::establish(&database.url).expect("PostgreSQL answers");
    assert_eq!(without(&mut connection), Vec::<String>::new());
    // Checks that a missing index would be found.
    sql_query("CREATE TABLE notes (about uuid REFERENCES sessions (id))")
        .execute(&mut connection)
        .expect("the test owns it");
    assert_eq!(without(&mut connection), ["notes.notes_about_fkey"]);
}
