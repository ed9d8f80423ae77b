//! People of a school under test, and direct access to its database.

use diesel::RunQueryDsl;
use lyceum::{
    access::Role,
    domain::accounts::{self, NewAccount},
    ids::PersonId,
    web::Door,
};

use super::app::{PASSWORD, TestApp, settings};

impl TestApp {
    /// A school that is reached through this door.
    pub fn behind(door: Door) -> Self {
        Self::start_with(settings(), door)
    }

    /// Creates an account with this username; the person's name is the same with a capital letter.
    pub async fn person(&self, username: &str, role: Role) -> PersonId {
        let account = NewAccount {
            username: username.to_owned(),
            email: format!("{username}@school.example"),
            name: format!("{}{}", username[..1].to_uppercase(), &username[1..]),
            password: PASSWORD.to_owned(),
            role,
            confirmed: true,
            time_zone: chrono_tz::Europe::Athens,
        };
        accounts::create(&self.pool, self.school.settings.bcrypt_cost, account).await.expect("the account is new")
    }

    pub async fn teacher(&self, username: &str) -> PersonId {
        self.person(username, Role::Teacher).await
    }

    /// Runs a statement in the school's database.
    pub fn sql(&self, statement: &str) {
        let run = |connection: &mut diesel::PgConnection| Ok(diesel::sql_query(statement).execute(connection)?);
        self.pool.run_blocking(run).expect("the statement is right");
    }
    /// The column `text` of a query's result in the school's database.
    pub fn texts(&self, query: &str) -> Vec<String> {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        let run = |connection: &mut diesel::PgConnection| Ok(diesel::sql_query(query).load::<Row>(connection)?);
        self.pool.run_blocking(run).expect("the query is right").into_iter().map(|row| row.text).collect()
    }
}
