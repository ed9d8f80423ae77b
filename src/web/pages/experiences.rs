//! A teacher's experiences: the list, and the page of one with its content. Everything works with forms. With the script, files
//! can also be dropped and pasted, and parts dragged.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use minijinja::{Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use super::{
    parts::{part_values, size},
    poll_fields::PollFields,
    signin::EmptyForm,
};
use crate::{
    access::Identity,
    domain::{
        School,
        content::{self, ItemDraft, Quiz},
        experiences::{self, AvailableExperiences, Draft},
        files::{self, FileDescription},
    },
    error::{Failure, Refusal},
    ids::{ExperienceId, ItemId},
    texts::Language,
    web::{
        api::files::UploadForm,
        errors::{self, PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        multipart::MultipartForm,
        request,
    },
};

#[derive(Default, Serialize, Deserialize)]
pub struct Fields {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    public: Option<String>,
}

impl Fields {
    fn draft(&self) -> Draft {
        let (title, description) = (self.title.clone(), self.description.clone());
        Draft { title, description, public: self.public.is_some(), content: None }
    }
}

fn wrong(cx: &PageContext, refusal: Refusal) -> Value {
    let field = if refusal == Refusal::DescriptionTooLong { "description" } else { "title" };
    context! { message => cx.refusal_text(refusal), field }
}

async fn shelf(
    cx: &PageContext,
    school: &School,
    offset: u32,
    fields: &Fields,
    refused: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let AvailableExperiences { own, others, more } = experiences::available(school, by, offset).await?;
    let shown = u64::from(offset) + (own.len() + others.len()) as u64;
    let tell = |one: &experiences::Experience| {
        context! {
            id => one.id.to_string(),
            title => one.title.as_str(),
            description => one.description.as_str(),
            public => one.public,
        }
    };
    let context = context! {
        own => own.iter().map(tell).collect::<Vec<_>>(),
        others => others.iter().map(tell).collect::<Vec<_>>(),
        later => offset > 0,
        next => Some(shown).filter(|_| more),
        fields => Value::from(Serde(fields)),
        wrong => refused.map(|refusal| wrong(cx, refusal)),
    };
    let status = refused.map_or(StatusCode::OK, |_| StatusCode::BAD_REQUEST);
    Ok(cx.page(status, "dashboard/experiences.html", context))
}

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    offset: String,
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    shelf(&cx, &school, asked.offset.parse().unwrap_or(0), &Fields::default(), None).await
}

pub async fn create(cx: PageContext, school: Data<School>, form: Form<Fields>) -> Result<HttpResponse, PageError> {
    match experiences::create(&school, &cx.identity_once()?, form.0.draft()).await {
        Ok(made) => Ok(cx.go(&page_of(made.experience.id), Done::ExperienceAdded)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            shelf(&cx, &school, 0, &form.0, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

fn page_of(id: ExperienceId) -> String {
    format!("/dashboard/experiences/{id}")
}

fn id(path: &str) -> Result<ExperienceId, Refusal> {
    path.parse().map_err(|_| Refusal::ExperienceUnknown)
}

fn item_ids((experience, item): &(String, String)) -> Result<(ExperienceId, ItemId), Refusal> {
    Ok((id(experience)?, item.parse().map_err(|_| Refusal::ContentUnknown)?))
}

async fn page(
    cx: &PageContext,
    school: &School,
    id: ExperienceId,
    typed: Option<&Fields>,
    refused: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let (by, language) = (cx.identity()?, cx.language());
    // A student has no page for experiences.
    let (used, quota) = files::quota_usage(school, by).await?;
    let whole = experiences::get(school, Some(by), id).await?;
    let one = &whole.experience;
    let owns = one.owner_id == Some(by.person);
    let as_is = Fields {
        title: one.title.clone(),
        description: one.description.clone(),
        public: one.public.then(|| "on".to_owned()),
    };
    let context = context! {
        id => id.to_string(),
        title => one.title.as_str(),
        description => one.description.as_str(),
        public => one.public,
        owns,
        live => content::is_live(school, id).await?,
        items => whole.content.iter().map(|item| part_values(language, item, owns)).collect::<Vec<_>>(),
        fields => Value::from(Serde(typed.unwrap_or(&as_is))),
        wrong => refused.map(|refusal| wrong(cx, refusal)),
        upload_limit => school.upload_limit(),
        upload_limit_told => size(language, school.upload_limit()),
        used => size(language, used),
        quota => size(language, quota),
    };
    let status = refused.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    Ok(cx.page(status, "dashboard/experience.html", context))
}

pub async fn show(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    page(&cx, &school, id(&path)?, None, None).await
}

pub async fn edit(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let id = id(&path)?;
    match experiences::edit(&school, cx.identity()?, id, form.0.draft()).await {
        Err(Failure::Refused(
            refusal @ (Refusal::TitleEmpty | Refusal::TitleTooLong | Refusal::TextBad | Refusal::DescriptionTooLong),
        )) => page(&cx, &school, id, Some(&form.0), Some(refusal)).await,
        went => after(&cx, id, went, Done::ExperienceSaved),
    }
}

/// As [`after`], at the part that was changed.
fn at_part<T>(
    cx: &PageContext,
    id: ExperienceId,
    item: ItemId,
    went: Result<T, Failure>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    let page = format!("{}#part-{item}", page_of(id));
    cx.back(&page, went, done, &[Refusal::ExperienceUnknown, Refusal::NotAllowed])
}

/// Redirects to the experience's page, which shows the result, unless there is no such page.
fn after<T>(
    cx: &PageContext,
    id: ExperienceId,
    went: Result<T, Failure>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    cx.back(&page_of(id), went, done, &[Refusal::ExperienceUnknown, Refusal::NotAllowed])
}

pub async fn delete(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = id(&path)?;
    match experiences::delete(&school, cx.identity()?, id).await {
        Ok(()) => Ok(cx.go("/dashboard/experiences", Done::ExperienceDeleted)),
        refused => after(&cx, id, refused, Done::ExperienceDeleted),
    }
}

/// Adds files from a form, each as a part at the end.
pub async fn add_files(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    MultipartForm(parts): MultipartForm,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let id = id(&path)?;
    experiences::own(&school, by, id).await?;
    // Refused first: files that cannot become parts would count against the quota without being seen.
    let live = content::is_live(&school, id).await?;
    let check = |token: Option<&str>| {
        cx.check(token)?;
        if live { Err(Refusal::ExperienceLive) } else { Ok(()) }
    };
    let page = Some(cx.request.path());
    let about = FileDescription::default();
    let mut form = UploadForm { school: &school, by: by.clone(), page, about, form_token: None, check: &check };
    let added = match form.receive(parts).await {
        Ok(brought) => {
            let wanted = brought.iter().map(|upload| ItemDraft::File(upload.id)).collect();
            let ids = brought.iter().map(|upload| upload.id.as_uuid()).collect::<Vec<_>>();
            let once = form.by.once.map(|key| key.for_thing(ids.iter().map(|id| id.as_bytes().as_slice())));
            let added = content::add(&school, &Identity { once, ..by.clone() }, id, wanted).await;
            if added.is_err() {
                files::discard_uploads(&school, by, &brought).await;
            }
            added
        }
        Err(failure) => Err(failure),
    };
    // The page's script sends files one by one, and shows the result of each.
    match (added, request::wants_page(&cx.request)) {
        (Ok(()), false) => Ok(cx.done(Done::ContentAdded)),
        (Err(failure), false) => Ok(errors::failure_for_script(&cx.request, &failure)),
        (Err(failure @ Failure::Refused(Refusal::FormStale)), true) => Err(failure.into()),
        (added, true) => after(&cx, id, added, Done::ContentAdded),
    }
}

/// A text or a quiz, as form fields.
#[derive(Deserialize)]
pub struct Written {
    text: Option<String>,
    question: Option<String>,
    #[serde(default)]
    right: String,
    option1: Option<String>,
    option2: Option<String>,
    option3: Option<String>,
    option4: Option<String>,
    option5: Option<String>,
    option6: Option<String>,
    option7: Option<String>,
    option8: Option<String>,
    #[serde(flatten)]
    poll: PollFields,
    // For a file.
    alternative_text: Option<String>,
    caption: Option<String>,
}

impl Written {
    fn wanted(self, language: Language) -> Result<ItemDraft, Refusal> {
        if let Some(text) = self.text {
            return Ok(ItemDraft::Text(text));
        }
        let question = self.question.ok_or(Refusal::ContentBad)?;
        if self.poll.is_poll() {
            return Ok(ItemDraft::Poll(Box::new(self.poll.read(language, question)?)));
        }
        let fields = [
            self.option1,
            self.option2,
            self.option3,
            self.option4,
            self.option5,
            self.option6,
            self.option7,
            self.option8,
        ];
        let right: usize = self.right.parse().map_err(|_| Refusal::QuizBad)?;
        let (mut options, mut answer) = (Vec::new(), None);
        // Empty fields are not answers, wherever they are.
        for (number, option) in (1..).zip(fields) {
            let Some(option) = option.filter(|option| !option.trim().is_empty()) else { continue };
            if number == right {
                answer = Some(options.len());
            }
            options.push(option);
        }
        Ok(ItemDraft::Quiz(Quiz { question, options, answer: answer.ok_or(Refusal::QuizBad)? }))
    }
}

pub async fn add_part(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let (by, id) = (cx.identity_once()?, id(&path)?);
    let done = match form.0.wanted(cx.language()) {
        Ok(wanted) => content::add(&school, &by, id, vec![wanted]).await,
        Err(refusal) => Err(refusal.into()),
    };
    after(&cx, id, done, Done::ContentAdded)
}

pub async fn edit_part(
    cx: PageContext,
    school: Data<School>,
    path: Path<(String, String)>,
    form: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (id, item) = item_ids(&path)?;
    let done = match (&form.0.alternative_text, &form.0.caption) {
        (None, None) => match form.0.wanted(cx.language()) {
            Ok(wanted) => content::put(&school, by, id, item, wanted).await,
            Err(refusal) => Err(refusal.into()),
        },
        (words, caption) => {
            let (words, caption) = (words.as_deref().unwrap_or_default(), caption.as_deref().unwrap_or_default());
            content::describe(&school, by, id, item, words, caption).await
        }
    };
    at_part(&cx, id, item, done, Done::ContentSaved)
}

#[derive(Deserialize)]
pub struct Where {
    #[serde(default)]
    to: String,
}

pub async fn move_part(
    cx: PageContext,
    school: Data<School>,
    path: Path<(String, String)>,
    form: Form<Where>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (id, item) = item_ids(&path)?;
    let to = form.0.to;
    let place = move |at: usize| match to.as_str() {
        "up" => at.saturating_sub(1),
        "down" => at + 1,
        number => number.parse().unwrap_or(at),
    };
    at_part(&cx, id, item, content::move_item(&school, by, id, item, place).await, Done::ContentMoved)
}

pub async fn delete_part(
    cx: PageContext,
    school: Data<School>,
    path: Path<(String, String)>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (id, item) = item_ids(&path)?;
    after(&cx, id, content::remove_item(&school, by, id, item).await, Done::ContentDeleted)
}
