//! `/experiences`, in the design's spelling. The parts of an experience are in `content`, in order; its files are also in
//! `Media`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CodeMessage, Offset, files::MediaJson};
use crate::{
    access::Identity,
    domain::{
        School,
        content::{self, Item, ItemDraft, Part, Quiz},
        experiences::{self, Draft, Experience, ExperienceWithContent, ExperienceWithFiles},
        files::Upload,
        markdown,
    },
    error::Refusal,
    ids::{ExperienceId, ItemId, PersonId, UploadId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, Caller, Json, SignedIn},
    },
};

/// One experience: whole where it is asked for, and without its `content` where several are listed.
#[derive(Serialize, ToSchema)]
#[schema(as = Experience)]
pub struct ExperienceJson {
    id: ExperienceId,
    #[serde(rename = "Title")]
    title: String,
    #[serde(rename = "Discription")]
    description: String,
    public: bool,
    #[serde(rename = "Media")]
    media: Vec<MediaJson>,
    /// In order; lists have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    content: Option<Vec<ItemJson>>,
    created_by: Option<PersonId>,
    updated_by: Option<PersonId>,
}

/// One part, of one kind.
#[derive(Serialize, ToSchema)]
#[schema(as = ContentPart)]
struct ItemJson {
    id: ItemId,
    kind: &'static str,
    /// Of a photo, a video, a presentation: which of `Media`.
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<UploadId>,
    /// Of a text: as it was written, and as it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    /// Of a quiz.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<String>>,
    /// Which of `options` is right, from 0: for the owner alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<usize>,
    /// Of a poll: as `on.pollAsk` has it; its right answer for the owner alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    poll: Option<serde_json::Value>,
}

impl ItemJson {
    fn of(item: Item, owns: bool) -> Self {
        let (kind, media) = match &item.part {
            Part::File(upload) => (upload.kind().as_str(), Some(upload.id)),
            Part::Text(_) => ("text", None),
            Part::Quiz(_) => ("quiz", None),
            Part::Poll(_) => ("poll", None),
        };
        let mut json = Self {
            id: item.id,
            kind,
            media,
            text: None,
            html: None,
            question: None,
            options: None,
            answer: None,
            poll: None,
        };
        match item.part {
            Part::File(_) => {}
            Part::Text(text) => {
                json.html = Some(markdown::html(&text));
                json.text = Some(text);
            }
            Part::Quiz(quiz) => {
                json.question = Some(quiz.question);
                json.options = Some(quiz.options);
                json.answer = Some(quiz.answer).filter(|_| owns);
            }
            Part::Poll(mut question) => {
                question.right = question.right.filter(|_| owns);
                json.poll = Some(serde_json::json!(question));
            }
        }
        json
    }
}

impl ExperienceJson {
    /// The experience as this person may see it.
    pub fn of(ExperienceWithContent { experience, content }: ExperienceWithContent, by: Option<&Identity>) -> Self {
        let owns = by.is_some_and(|by| Some(by.person) == experience.owner_id);
        let mut seen: Vec<UploadId> = Vec::new();
        let files = content.iter().filter_map(|item| match &item.part {
            Part::File(upload) if !seen.contains(&upload.id) => {
                seen.push(upload.id);
                Some(&**upload)
            }
            _ => None,
        });
        let bare = Self::with(experience, files);
        Self { content: Some(content.into_iter().map(|item| ItemJson::of(item, owns)).collect()), ..bare }
    }

    /// The experience in a list, without its content, which has no bound.
    pub fn listed(ExperienceWithFiles { experience, files }: &ExperienceWithFiles) -> Self {
        Self::with(experience.clone(), files.iter())
    }

    fn with<'a>(experience: Experience, files: impl Iterator<Item = &'a Upload>) -> Self {
        Self {
            id: experience.id,
            title: experience.title,
            description: experience.description,
            public: experience.public,
            media: files.map(|upload| MediaJson::of(upload, vec![experience.id])).collect(),
            content: None,
            created_by: experience.owner_id,
            updated_by: experience.owner_id,
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct NewExperience {
    #[serde(rename = "Title", alias = "title")]
    title: String,
    #[serde(rename = "Discription", alias = "description", default)]
    description: String,
    #[serde(default)]
    public: bool,
    content: Option<Vec<WantedJson>>,
}

/// What an edit says; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = ExperienceChange)]
pub struct Changes {
    #[serde(rename = "Title", alias = "title")]
    title: Option<String>,
    #[serde(rename = "Discription", alias = "description")]
    description: Option<String>,
    public: Option<bool>,
    content: Option<Vec<WantedJson>>,
}

/// One part as a client writes it; fields that are not of its kind are ignored.
#[derive(Deserialize, ToSchema)]
#[schema(as = WantedPart)]
struct WantedJson {
    id: Option<String>,
    kind: String,
    media: Option<MediaRef>,
    text: Option<String>,
    question: Option<String>,
    options: Option<Vec<String>>,
    /// From 0. A whole number may be written with a point, as JSON has no others.
    #[schema(value_type = Option<u8>, minimum = 0, maximum = 7)]
    answer: Option<f64>,
    /// Of a poll: the question as `on.pollAsk` has it.
    poll: Option<serde_json::Value>,
}

/// An upload by its id, or as an object that has one.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ChosenMedia)]
enum MediaRef {
    Id(String),
    Object { id: String },
}

impl WantedJson {
    fn read(self) -> Result<(Option<ItemId>, ItemDraft), Refusal> {
        let id = self.id.map(|id| id.parse().map_err(|_| Refusal::ContentUnknown)).transpose()?;
        let wanted = match self.kind.as_str() {
            "photo" | "video" | "presentation" => {
                let (MediaRef::Id(media) | MediaRef::Object { id: media }) = self.media.ok_or(Refusal::ContentBad)?;
                ItemDraft::File(media.parse().map_err(|_| Refusal::ContentBad)?)
            }
            "text" => ItemDraft::Text(self.text.ok_or(Refusal::BodyEmpty)?),
            "quiz" => ItemDraft::Quiz(Quiz {
                question: self.question.ok_or(Refusal::QuizBad)?,
                options: self.options.ok_or(Refusal::QuizBad)?,
                answer: number(self.answer.ok_or(Refusal::QuizBad)?)?,
            }),
            "poll" => {
                let question = self.poll.ok_or(Refusal::PollBad)?;
                ItemDraft::Poll(serde_json::from_value(question).map_err(|_| Refusal::PollBad)?)
            }
            _ => return Err(Refusal::ContentBad),
        };
        Ok((id, wanted))
    }
}

/// The index of the right answer.
fn number(answer: f64) -> Result<usize, Refusal> {
    (0..=7_u8).find(|number| f64::from(*number) == answer).map(usize::from).ok_or(Refusal::QuizBad)
}

fn read(content: Option<Vec<WantedJson>>) -> Result<Option<content::ContentDraft>, Refusal> {
    content.map(|parts| parts.into_iter().map(WantedJson::read).collect()).transpose()
}

fn id(path: &Path<String>) -> Result<ExperienceId, Refusal> {
    path.parse().map_err(|_| Refusal::ExperienceUnknown)
}

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    offset: Offset,
}

pub async fn list(
    request: HttpRequest,
    school: Data<School>,
    caller: Caller,
    which: ApiQuery<ListQuery>,
) -> Result<HttpResponse, ApiError> {
    let (found, more) = experiences::list(&school, caller.0.as_ref(), which.offset.0).await?;
    let json: Vec<_> = found.iter().map(ExperienceJson::listed).collect();
    Ok(super::listed(&request, which.offset.0, &json, more))
}

pub async fn get(school: Data<School>, caller: Caller, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let by = caller.0.as_ref();
    let whole = experiences::get(&school, by, id(&path)?).await?;
    Ok(HttpResponse::Ok().json(ExperienceJson::of(whole, by)))
}

pub async fn create(
    school: Data<School>,
    caller: SignedIn,
    new: Json<NewExperience>,
) -> Result<HttpResponse, ApiError> {
    let by = caller.once(&new);
    let NewExperience { title, description, public, content } = new.0;
    let draft = Draft { title, description, public, content: read(content)? };
    let made = experiences::create(&school, &by, draft).await?;
    Ok(HttpResponse::Created().json(ExperienceJson::of(made, Some(&caller.0))))
}

pub async fn edit(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    changes: Json<Changes>,
) -> Result<HttpResponse, ApiError> {
    let (id, Changes { title, description, public, content }) = (id(&path)?, changes.0);
    let old = experiences::own(&school, &caller.0, id).await?.experience;
    let draft = Draft {
        title: title.unwrap_or(old.title),
        description: description.unwrap_or(old.description),
        public: public.unwrap_or(old.public),
        content: read(content)?,
    };
    let whole = experiences::edit(&school, &caller.0, id, draft).await?;
    Ok(HttpResponse::Ok().json(ExperienceJson::of(whole, Some(&caller.0))))
}

pub async fn delete(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    experiences::delete(&school, &caller.0, id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("the experience is deleted")))
}

pub fn describe(api: &mut Description) {
    let wrong = [
        Refusal::TitleEmpty,
        Refusal::TitleTooLong,
        Refusal::DescriptionTooLong,
        Refusal::TextBad,
        Refusal::ContentBad,
        Refusal::ContentMany,
        Refusal::ContentUnknown,
        Refusal::BodyEmpty,
        Refusal::BodyTooLong,
        Refusal::CaptionTooLong,
        Refusal::QuizBad,
        Refusal::PollBad,
    ];
    api.about(
        "Experiences",
        "What teachers prepare. Files come by `POST /upload`, as a form with parts, and are then named here.",
    );
    api.get("/experiences", "List experiences")
        .known_or_not()
        .query::<u32>("offset", "How many to pass over.")
        .gives_list::<ExperienceJson>(
            200,
            &super::in_pages(
                "One's own by title, and then the public ones, each without its `content`.",
                experiences::PAGE,
            ),
        )
        .refuses(&[]);
    api.post("/experiences", "Make an experience")
        .signed_in()
        .makes_once()
        .takes::<NewExperience>()
        .gives::<ExperienceJson>(201, "The experience.")
        .refuses(&[&wrong[..], &[Refusal::ExperiencesFull, Refusal::ExperienceUnknown]].concat());
    let path = "/experiences/{experience}";
    api.get(path, "See an experience")
        .known_or_not()
        .gives::<ExperienceJson>(200, "It, if it is public or one's own; an administrator sees each.")
        .refuses(&[Refusal::ExperienceUnknown]);
    api.put(path, "Change an experience")
        .signed_in()
        .takes::<Changes>()
        .gives::<ExperienceJson>(200, "The experience as it is now. What was not said stays.")
        .refuses(&[&wrong[..], &[Refusal::ExperienceUnknown, Refusal::ExperienceLive]].concat());
    api.delete(path, "Delete an experience")
        .signed_in()
        .gives::<CodeMessage>(200, "It is deleted.")
        .refuses(&[Refusal::ExperienceUnknown, Refusal::ExperienceLive]);
}
