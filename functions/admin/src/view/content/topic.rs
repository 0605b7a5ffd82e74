//! One topic: its editor, moving it, deleting it.

use app::staff::SignedIn;
use domain::content::{Category, Snapshot, USUAL_KINDS, check::MAX_TEXT_BYTES, edit::dashed};
use maud::{Markup, html};

use super::{
    fields::{Field, Form, area, choice, conflict, counted, hidden, line, options, save},
    page,
    preview::preview,
    theirs,
};
use crate::{text::Content, web::Visit};

/// What the editor shows.
pub(crate) struct TopicPage<'a> {
    /// What is typed.
    pub(crate) form: Form,
    /// As it would be saved, for the preview.
    pub(crate) category: Category,
    /// Its numbers; the last of a new one is what is typed.
    pub(crate) path: Vec<u8>,
    /// It is new: below which topic; empty is the top.
    pub(crate) parent: Option<Vec<u8>>,
    /// The content that it is part of.
    pub(crate) content: &'a Snapshot,
    /// What was done.
    pub(crate) done: Option<&'static str>,
}

/// The editor.
pub(crate) fn topic(visit: &Visit, signed_in: &SignedIn, shown: &TopicPage<'_>) -> Markup {
    let (title, action) = match &shown.parent {
        Some(_) => (visit.say(Content::NewTopic).to_owned(), "/admin/content/topics/new".to_owned()),
        None => (
            visit.fill(Content::EditNumber, &[&dashed(&shown.path)]),
            format!("/admin/content/topics/{}", dashed(&shown.path)),
        ),
    };
    let body = html! {
        (conflict(visit, &shown.form))
        div.editor {
            form method="post" action=(action) novalidate data-preview="preview" {
                (hidden(&signed_in.session.csrf, &shown.form))
                (words(visit, shown))
                (keeping(visit, &shown.form))
                (card(visit, &shown.form))
                div.buttons {
                    (save(visit, &shown.form))
                    button name="then" value="preview" { (visit.say(Content::Preview)) }
                }
            }
            div.phone { (preview(visit, shown.content, &shown.category, &shown.path)) }
        }
    };
    page(visit, signed_in, &title, Some(&shown.form), shown.done, &body)
}

fn words(visit: &Visit, shown: &TopicPage<'_>) -> Markup {
    let form = &shown.form;
    html! {
        @if shown.parent.is_some() {
            (choice(visit, form, &Field::new("parent", Content::Parent), &places(visit, shown.content, None)))
            (line(visit, form, &Field::new("number", Content::Number).hint(Content::NumberHint)))
        }
        (line(visit, form, &Field::new("title.zh", Content::TitleZh)))
        (line(visit, form, &Field::new("title.en", Content::TitleEn)))
        (counted(visit, form, &Field::new("body.zh", Content::BodyZh), 8, MAX_TEXT_BYTES))
        (counted(visit, form, &Field::new("body.en", Content::BodyEn), 8, MAX_TEXT_BYTES))
        (line(visit, form, &Field::new("source.zh", Content::SourceZh)))
        (line(visit, form, &Field::new("source.en", Content::SourceEn)))
    }
}

/// Who keeps it, and until when.
fn keeping(visit: &Visit, form: &Form) -> Markup {
    html! {
        (line(visit, form, &Field::new("owner", Content::Owner)))
        (usual(visit, form))
        (line(visit, form, &Field::new("fresh_hours", Content::FreshHours).hint(Content::FreshHoursHint)))
        (line(visit, form, &Field::new("valid_until", Content::ValidUntil).hint(Content::ValidUntilHint)))
        (choice(visit, form, &Field::new("lapse", Content::Afterwards),
            &options(visit, &[("mark", Content::LapseMark), ("hide", Content::LapseHide)])))
    }
}

/// Words for [`USUAL_KINDS`], in their order.
const KINDS: [Content; USUAL_KINDS.len()] = [
    Content::KindBuilding,
    Content::KindEnvironment,
    Content::KindTransport,
    Content::KindEducation,
    Content::KindWork,
    Content::KindTrade,
    Content::KindHealth,
];

/// The name of the box of a usual kind.
pub(crate) fn usual_box(place: usize) -> String {
    format!("usual-{place}")
}

fn usual(visit: &Visit, form: &Form) -> Markup {
    html! {
        fieldset.boxes aria-describedby="usual-hint" {
            legend { (visit.say(Content::Usual)) }
            p.muted id="usual-hint" { (visit.say(Content::UsualHint)) }
            @for (place, kind) in KINDS.into_iter().enumerate() {
                @let name = usual_box(place);
                div.box {
                    input type="checkbox" id=(name) name=(name) value="1" checked[!form.value(&name).is_empty()];
                    label for=(name) { (visit.say(kind)) }
                }
            }
        }
    }
}

fn card(visit: &Visit, form: &Form) -> Markup {
    let kinds =
        [("", Content::CardNone), ("article", Content::CardArticle), ("picture", Content::CardPicture)];
    html! {
        (choice(visit, form, &Field::new("card", Content::CardKind).hint(Content::CardHint), &options(visit, &kinds)))
        details.card-fields open[!form.value("card").is_empty()] {
            summary { (visit.say(Content::CardArticle)) " / " (visit.say(Content::CardPicture)) }
            (line(visit, form, &Field::new("card_title.zh", Content::CardTitleZh)))
            (line(visit, form, &Field::new("card_title.en", Content::CardTitleEn)))
            (area(visit, form, &Field::new("card_description.zh", Content::CardTextZh), 2))
            (area(visit, form, &Field::new("card_description.en", Content::CardTextEn), 2))
            (line(visit, form, &Field::new("url", Content::Url)))
            (line(visit, form, &Field::new("picture_url", Content::PictureUrl)))
            (line(visit, form, &Field::new("media_id", Content::MediaId).hint(Content::MediaHint)))
        }
    }
}

/// Every topic that another can stand below, by its numbers; not one of those below `except`.
fn places(visit: &Visit, content: &Snapshot, except: Option<&[u8]>) -> Vec<(String, String)> {
    fn below(list: &[Category], path: &mut Vec<u8>, except: Option<&[u8]>, out: &mut Vec<String>) {
        for category in list {
            path.push(category.number);
            if except.is_none_or(|except| !path.starts_with(except)) {
                out.push(dashed(path));
                below(&category.children, path, except, out);
            }
            path.pop();
        }
    }
    let mut all = Vec::new();
    below(&content.categories, &mut Vec::new(), except, &mut all);
    let top = (String::new(), visit.say(Content::Top).to_owned());
    std::iter::once(top).chain(all.into_iter().map(|numbers| (numbers.clone(), numbers))).collect()
}

/// Another number, or another place.
pub(crate) fn moving(
    visit: &Visit,
    signed_in: &SignedIn,
    content: &Snapshot,
    path: &[u8],
    form: &Form,
) -> Markup {
    let numbers = dashed(path);
    let title = visit.fill(Content::MoveTitle, &[&numbers]);
    let body = html! {
        (conflict(visit, form))
        form.narrow method="post" action={ "/admin/content/topics/" (numbers) "/move" } novalidate {
            (hidden(&signed_in.session.csrf, form))
            (choice(visit, form, &Field::new("parent", Content::Parent), &places(visit, content, Some(path))))
            (line(visit, form, &Field::new("number", Content::Number).hint(Content::NumberHint)))
            (save(visit, form))
        }
    };
    page(visit, signed_in, &title, Some(form), None, &body)
}

/// Whether it is really to go.
pub(crate) fn removing(
    visit: &Visit,
    signed_in: &SignedIn,
    category: &Category,
    path: &[u8],
    form: &Form,
) -> Markup {
    fn count(category: &Category) -> usize {
        category.children.iter().map(|child| 1 + count(child)).sum()
    }
    let numbers = dashed(path);
    let title = visit.fill(Content::RemoveTitle, &[&numbers]);
    let body = html! {
        (conflict(visit, form))
        p { (theirs(category.title.get(visit.language))) }
        p { (visit.fill(Content::RemoveHint, &[&count(category).to_string()])) }
        div.buttons {
            a.button href="/admin/content" { (visit.say(Content::KeepIt)) }
            form method="post" action={ "/admin/content/topics/" (numbers) "/remove" } {
                (hidden(&signed_in.session.csrf, form))
                button.danger { (visit.say(Content::RemoveYes)) }
            }
        }
    };
    page(visit, signed_in, &title, Some(form), None, &body)
}
