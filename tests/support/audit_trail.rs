//! The audit trail of a server in a process of its own, as an administrator reads it.

use reqwest::RequestBuilder;

use super::{
    http::{builder, form_token},
    program::Server,
};

impl Server {
    /// The page's lines about this action, newest first.
    pub async fn told(&self, deed: &str, username: &str, password: &str) -> Vec<String> {
        let client = builder().cookie_store(true).build().expect("a client");
        let text = async |request: RequestBuilder| {
            let answer = request.header("accept", "text/html").send().await.expect("the server answers");
            answer.text().await.expect("a page")
        };
        let url = |path: &str| format!("http://{}{path}", self.address);
        let form = text(client.get(url("/signin"))).await;
        let token = form_token(&form).expect("a form");
        let fields = [("form_token", token.as_str()), ("identifier", username), ("password", password)];
        text(client.post(url("/signin")).form(&fields)).await;
        let page = text(client.get(url(&format!("/admin/audit?deed={deed}")))).await;
        assert!(page.contains("value=\"account-made\""), "they may read it: {page}");
        let lines = page.split("<span class=\"lesson-text\">").skip(1);
        lines.map(|line| words(line.split("</span>").next().unwrap_or_default())).collect()
    }
}

/// The text between the tags.
fn words(html: &str) -> String {
    let between = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    between.collect::<String>().trim().to_owned()
}
