//! The demo's materials: together they show every kind of content.

use bytes::Bytes;
use futures_util::stream;

use super::super::{
    School,
    content::{ContentDraft, ItemDraft, Quiz},
    experiences,
    files::{self, FileDescription},
};
use crate::{
    access::Identity,
    error::Failure,
    ids::{ExperienceId, UploadId},
};

/// The material of the live lesson, and that of a planned one.
pub(super) struct Materials {
    pub planets: ExperienceId,
    pub fractions: ExperienceId,
}

const PLANETS: &str = "# Eight planets

They all go around the **Sun**, and the nearer ones are faster:

- Mercury needs 88 days for its way around,
- the Earth needs a year,
- Neptune needs 165 years.";

const FRACTIONS: &str = "# Cut it yourself

You need *paper* and *scissors*. Draw three pizzas, and cut them into halves, thirds and quarters.";

pub(super) async fn prepare(school: &School, teacher: &Identity) -> Result<Materials, Failure> {
    let planets = vec![
        Part::File(DemoFile {
            name: "planets.png",
            bytes: include_bytes!("files/planets.png"),
            alternative_text: "The Sun at the left edge, and the eight planets in a row. Jupiter is the largest.",
            caption: "The planets in their order, but much closer together than they are",
        }),
        Part::Text(PLANETS),
        Part::File(DemoFile {
            name: "orbits.webm",
            bytes: include_bytes!("files/orbits.webm"),
            alternative_text: "Four planets go around the Sun. The inner ones are faster.",
            caption: "Mercury, Venus, Earth and Mars",
        }),
        Part::File(DemoFile {
            name: "Moons.pdf",
            bytes: include_bytes!("files/moons.pdf"),
            alternative_text: "Three pages about our Moon and the moons of Mars and Jupiter",
            caption: "",
        }),
        Part::Quiz("Which planet has the moons Phobos and Deimos?", &["Venus", "Mars", "Jupiter"], 1),
        Part::Quiz("How long does our Moon need to go around the Earth?", &["A day", "27 days", "A year"], 1),
    ];
    let fractions = vec![
        Part::File(DemoFile {
            name: "pizzas.png",
            bytes: include_bytes!("files/pizzas.png"),
            alternative_text: "Three pizzas, of which one half, two thirds and three quarters are left",
            caption: "How much is left?",
        }),
        Part::Text(FRACTIONS),
        Part::Quiz("Which is the most pizza?", &["One half", "Two thirds", "Three quarters"], 2),
    ];
    let about_planets = "Eight planets and their moons, with a picture, a video, slides and a quiz.";
    let about_fractions = "Halves, thirds and quarters, cut and put together again, with a quiz.";
    Ok(Materials {
        planets: create(school, teacher, "The solar system", about_planets, planets).await?,
        fractions: create(school, teacher, "Fractions with pizza", about_fractions, fractions).await?,
    })
}

enum Part {
    File(DemoFile),
    Text(&'static str),
    /// A question, its answers, and the correct one.
    Quiz(&'static str, &'static [&'static str], usize),
}

struct DemoFile {
    name: &'static str,
    bytes: &'static [u8],
    alternative_text: &'static str,
    caption: &'static str,
}

async fn create(
    school: &School,
    teacher: &Identity,
    title: &str,
    description: &str,
    parts: Vec<Part>,
) -> Result<ExperienceId, Failure> {
    let mut content = ContentDraft::new();
    for part in parts {
        let item = match part {
            Part::File(file) => ItemDraft::File(upload(school, teacher, file).await?),
            Part::Text(text) => ItemDraft::Text(text.to_owned()),
            Part::Quiz(question, options, answer) => quiz(question, options, answer),
        };
        content.push((None, item));
    }
    let draft = experiences::Draft {
        title: title.to_owned(),
        description: description.to_owned(),
        public: true,
        content: Some(content),
    };
    Ok(experiences::create(school, teacher, draft).await?.experience.id)
}

pub(super) fn quiz(question: &str, options: &[&str], answer: usize) -> ItemDraft {
    let options = options.iter().map(|option| (*option).to_owned()).collect();
    ItemDraft::Quiz(Quiz { question: question.to_owned(), options, answer })
}

async fn upload(school: &School, teacher: &Identity, file: DemoFile) -> Result<UploadId, Failure> {
    let about = FileDescription {
        name: file.name.to_owned(),
        alternative_text: file.alternative_text.to_owned(),
        caption: file.caption.to_owned(),
    };
    let bytes = stream::iter([Ok(Bytes::from_static(file.bytes))]);
    Ok(files::upload(school, teacher, about, bytes).await?.id)
}
