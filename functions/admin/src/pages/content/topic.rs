//! One topic's editor, and a new topic.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    content::{
        Category, Snapshot,
        edit::{Edit, Section, Topic, dashed, undashed},
    },
    staff::Permission,
};
use serde::Deserialize;

use super::{
    board::Done,
    done, filled, mend, save as save_edit, typed,
    values::{self, Values},
    working,
};
use crate::{
    view::content::{self as view, Form, TopicPage},
    web::{Page, Posted},
};

/// Below which topic a new one goes.
#[derive(Deserialize)]
pub(super) struct Under {
    under: Option<String>,
}

/// The editor.
pub(super) async fn editing(page: Page, Path(path): Path<String>, query: Query<Done>) -> Response {
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let Some((path, category)) = found(now.snapshot(), &path) else {
        return page.failed(&app::AppError::NotFound("topic"));
    };
    let form = filled(&Section::Topic(path.clone()), &now, values::of_topic(&Topic::of(category)));
    let done = done(query.done.as_deref()).map(|text| page.visit.say(text));
    let shown =
        TopicPage { form, category: category.clone(), path, parent: None, content: now.snapshot(), done };
    view::topic(&page.visit, &page.signed_in, &shown).into_response()
}

/// Saves it, or only shows what it would look like.
pub(super) async fn save(page: Page, Path(path): Path<String>, posted: Posted) -> Response {
    let Some(path) = undashed(&path) else { return page.failed(&app::AppError::NotFound("topic")) };
    let (topic, wrong) = values::topic(&posted.0);
    if posted.field("then") == "preview" {
        return show(&page, path, None, typed(&posted.0), topic, StatusCode::OK).await;
    }
    let edit = Edit::Topic { path: path.clone(), topic: Box::new(topic.clone()) };
    let to = format!("/admin/content/topics/{}?done=saved", dashed(&path));
    match attempt(&page, edit, wrong, &posted.0, &to).await {
        Ok(response) => response,
        Err((status, form)) => show(&page, path, None, form, topic, status).await,
    }
}

/// A new topic's editor.
pub(super) async fn adding(page: Page, Query(under): Query<Under>) -> Response {
    if let Err(denied) = page.signed_in.actor.require(Permission::EditContent) {
        return page.failed(&denied.into());
    }
    let parent = under.under.as_deref().and_then(undashed).unwrap_or_default();
    let now = match working(&page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let taken: Vec<u8> = now.snapshot().list(&parent).iter().map(|category| category.number).collect();
    let number = (1..=99).find(|number| !taken.contains(number)).unwrap_or(99);
    let mut values = Values::from([
        ("parent".to_owned(), dashed(&parent)),
        ("number".to_owned(), number.to_string()),
        ("fresh_hours".to_owned(), "24".to_owned()),
    ]);
    let (topic, _) = values::topic(&values);
    values.entry("lapse".to_owned()).or_insert_with(|| "mark".to_owned());
    let path = [parent.as_slice(), &[number]].concat();
    show(&page, path, Some(parent), Form { values, ..Form::default() }, topic, StatusCode::OK).await
}

/// Adds it, or only shows what it would look like.
pub(super) async fn add(page: Page, posted: Posted) -> Response {
    let (topic, mut wrong) = values::topic(&posted.0);
    let parent = values::parent(&posted.0).unwrap_or_else(|error| {
        wrong.get_or_insert(error);
        Vec::new()
    });
    let number = values::number(&posted.0).unwrap_or_else(|error| {
        wrong.get_or_insert(error);
        0
    });
    let path = [parent.as_slice(), &[number]].concat();
    if posted.field("then") == "preview" {
        return show(&page, path, Some(parent), typed(&posted.0), topic, StatusCode::OK).await;
    }
    let edit = Edit::AddTopic { parent: parent.clone(), number, topic: Box::new(topic.clone()) };
    let to = format!("/admin/content/topics/{}?done=saved", dashed(&path));
    match attempt(&page, edit, wrong, &posted.0, &to).await {
        Ok(response) => response,
        Err((status, form)) => show(&page, path, Some(parent), form, topic, status).await,
    }
}

async fn attempt(
    page: &Page,
    edit: Edit,
    wrong: Option<app::AppError>,
    values: &Values,
    to: &str,
) -> Result<Response, (StatusCode, Form)> {
    match wrong {
        Some(error) => mend(page, Some(edit), values, &error).await,
        None => save_edit(page, edit, values, to).await,
    }
}

/// The editor with what was typed; for a script only the preview.
async fn show(
    page: &Page,
    path: Vec<u8>,
    parent: Option<Vec<u8>>,
    form: Form,
    topic: Topic,
    status: StatusCode,
) -> Response {
    let now = match working(page).await {
        Ok(now) => now,
        Err(response) => return response,
    };
    let mut category =
        now.snapshot().category(&path).filter(|_| parent.is_none()).cloned().unwrap_or_default();
    category.number = path.last().copied().unwrap_or_default();
    category.updated_at = page.visit.now;
    topic.put(&mut category);
    if form.value("part") == "1" {
        let empty = Snapshot::default();
        let content = if parent.is_none() { now.snapshot() } else { &empty };
        return view::preview(&page.visit, content, &category, &path).into_response();
    }
    let shown = TopicPage { form, category, path, parent, content: now.snapshot(), done: None };
    (status, view::topic(&page.visit, &page.signed_in, &shown)).into_response()
}

/// The topic of an address.
pub(super) fn found<'a>(content: &'a Snapshot, path: &str) -> Option<(Vec<u8>, &'a Category)> {
    let path = undashed(path)?;
    let category = content.category(&path)?;
    Some((path, category))
}
