//! The mails of a school under test: worked off when a test asks, at the time that it says.

use lyceum::{
    clock::{self, Time},
    outbound::Mail,
    worker,
};

use super::app::TestApp;

impl TestApp {
    /// All mails until now, the oldest first.
    pub async fn mails(&self) -> Vec<Mail> {
        self.mails_at(clock::now()).await
    }

    /// As [`TestApp::mails`], at another time.
    pub async fn mails_at(&self, now: Time) -> Vec<Mail> {
        worker::work_off(&self.school, &self.mailer, || now).await.expect("the database answers");
        self.mailer.sent()
    }

    /// The token of the link in the last mail to this address. Mails that were due together go in no order.
    pub async fn mailed_token(&self, address: &str) -> String {
        let mails = self.mails().await;
        token(mails.iter().rfind(|mail| mail.address == address).expect("a mail"))
    }
}

/// The token of the link in a mail, which stands in its text as in its HTML.
pub fn token(mail: &Mail) -> String {
    let text = &mail.written.text;
    let link =
        text.lines().find(|line| line.starts_with("https://school.example/")).expect("a link on a line of its own");
    assert!(mail.written.html.contains(&format!("\"{link}\"")), "{}", mail.written.html);
    link.rsplit('/').next().expect("it has a path").to_owned()
}
