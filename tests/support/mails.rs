//! The mails of a school under test: sent when a test asks for them, at the time that the test gives.

use lyceum::{
    clock::{self, Time},
    outbound::Mail,
    worker,
};

use super::app::TestApp;

impl TestApp {
    /// All mails until now, oldest first.
    pub async fn mails(&self) -> Vec<Mail> {
        self.mails_at(clock::now()).await
    }

    /// As [`TestApp::mails`], at another time.
    pub async fn mails_at(&self, now: Time) -> Vec<Mail> {
        worker::run_due_jobs(&self.school, &self.mailer, || now).await.expect("the database answers");
        self.mailer.sent()
    }

    /// The token of the link in the latest mail to this address. Mails that are due at the same time have no order.
    pub async fn mailed_token(&self, address: &str) -> String {
        let mails = self.mails().await;
        token(mails.iter().rfind(|mail| mail.address == address).expect("a mail"))
    }
}

/// The token of the link in a mail; its text and its HTML contain the same link.
pub fn token(mail: &Mail) -> String {
    let text = &mail.written.text;
    let link =
        text.lines().find(|line| line.starts_with("https://school.example/")).expect("a link on a line of its own");
    assert!(mail.written.html.contains(&format!("\"{link}\"")), "{}", mail.written.html);
    link.rsplit('/').next().expect("it has a path").to_owned()
}
