//! Fills in forms regardless of the types and limits of their fields, sends them, and reads the answer.

use reqwest::Url;

use super::{
    corpus::all,
    html::{Element, Page},
};
use crate::support::http::{Answer, Browser};

/// A form's method and action, and its fields with their values.
pub struct Form {
    is_post: bool,
    action: String,
    fields: Vec<(String, String)>,
    /// The fields for free text.
    typed: Vec<String>,
}

impl Form {
    /// The first form of a page with this action.
    pub fn of(page: &Page, at: &str, action: &str) -> Self {
        let is_it = |one: &Element| {
            one.name == "form" && !one.is_end && one.get("action").unwrap_or(at).split('?').next() == Some(action)
        };
        let begin = page.elements.iter().position(is_it).unwrap_or_else(|| panic!("{at} has no form for {action}"));
        let is_post = page.elements[begin].get("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
        let mut form = Self { is_post, action: action.to_owned(), fields: Vec::new(), typed: Vec::new() };
        let mut select = None;
        let rest = page.elements[begin + 1..].iter().take_while(|one| one.name != "form");
        for one in rest.filter(|one| !one.is_end) {
            let name = one.get("name").map(str::to_owned);
            let value = one.get("value").unwrap_or_default().to_owned();
            match (one.name.as_str(), name, one.get("type").unwrap_or("text")) {
                ("select", name, _) => select = name,
                // The first option counts until another one is selected.
                ("option", ..) => {
                    let Some(select) = &select else { continue };
                    match form.fields.iter_mut().find(|(name, _)| name == select) {
                        None => form.fields.push((select.clone(), value)),
                        Some((_, chosen)) if one.get("selected").is_some() => *chosen = value,
                        Some(_) => {}
                    }
                }
                ("input", Some(name), "hidden") => form.fields.push((name, value)),
                ("input", Some(name), "radio" | "checkbox") if one.get("checked").is_some() => {
                    form.fields.push((name, if value.is_empty() { "on".into() } else { value }));
                }
                ("input", _, "radio" | "checkbox" | "file") => {}
                ("input" | "textarea", Some(name), _) => {
                    form.typed.push(name.clone());
                    form.fields.push((name, value));
                }
                _ => {}
            }
        }
        form
    }

    /// Sets one field to this text.
    pub fn with(mut self, name: &str, words: &str) -> Self {
        assert!(self.typed.iter().any(|one| one == name), "there is a field {name}");
        self.fields.iter_mut().filter(|(one, _)| one == name).for_each(|(_, value)| words.clone_into(value));
        self
    }

    /// Sets all fields for free text to this text.
    pub fn filled(mut self, words: &str) -> Self {
        let Self { fields, typed, .. } = &mut self;
        fields.iter_mut().filter(|(name, _)| typed.contains(name)).for_each(|(_, value)| words.clone_into(value));
        self
    }

    /// Sends the form, and follows redirects.
    pub async fn send(&self, browser: &Browser) -> Answer {
        let fields: Vec<_> = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = if self.is_post {
            browser.send_raw(&self.action, &fields).await
        } else {
            let url = Url::parse_with_params(&format!("http://a{}", self.action), &fields).expect("an address");
            browser.get(&format!("{}?{}", self.action, url.query().unwrap_or_default())).await
        };
        if answer.status.is_redirection() { browser.get(answer.redirect_target()).await } else { answer }
    }
}

/// Fills in the form of `page` that is sent to `action`, and checks that the answer shows what was typed; `silent` forms do not
/// show it again.
pub async fn refill(browser: &Browser, page: &str, action: &str, silent: bool) {
    let shown = browser.get(page).await;
    let form = Form::of(&Page::read(&shown.text), page, action).filled(&all());
    let answer = form.send(browser).await;
    assert!(!answer.status.is_server_error(), "{page}: {}", answer.text);
    let typed = (!silent).then(all);
    Page::read(&answer.text).shows(&format!("the form of {page} for {action}"), typed);
}

/// The page at a made-up path contains only our own elements.
pub async fn visits(browser: &Browser, path: &str) {
    let answer = browser.get(path).await;
    assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
    let answer = if answer.status.is_redirection() { browser.get(answer.redirect_target()).await } else { answer };
    Page::read(&answer.text).shows(path, [""; 0]);
}

/// The whole corpus, encoded for a URL.
pub fn encoded() -> String {
    let url = Url::parse_with_params("http://a", [("x", all())]).expect("an address");
    url.query().expect("there is one")[2..].replace('+', "%20")
}
