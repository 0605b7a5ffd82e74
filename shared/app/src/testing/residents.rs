//! Residents: the rows that a callback leaves behind, and what a sender makes of a delivery.

use domain::{
    conversation::{Attachment, AttachmentState, InboundMessage, Reply, Said},
    delivery::Delivery,
    follower::{Follower, OpenQuestion},
    ids::{DeliveryId, FollowerId, MessageKey, QuestionId, QuestionNumber},
    question::{Question, State},
    window::{Contacts, Grant},
};
use jiff::SignedDuration;
use wechat::ids::OpenId;

use crate::{
    App, keys,
    ports::{Blob, Expect},
    random,
    rows::{Batch, Stored, delivery, load, move_inbox, put_delivery, put_remark},
};

fn message(app: &App, follower: &FollowerId, question: &QuestionId, said: Said) -> InboundMessage {
    let now = app.clock.now();
    let identity = domain::ids::base32(&random::<5>().unwrap());
    InboundMessage {
        key: keys::message_key(now.as_second(), &identity),
        follower: follower.clone(),
        received_at: now,
        said,
        question: Some(question.clone()),
        attachment: None,
        reply: None,
        handed_over: Vec::new(),
        menu: Default::default(),
        contacts: Contacts::default().with(Grant::Message, now),
        rate: Default::default(),
    }
}

/// A resident asks; the receipt promises an answer within an hour.
pub async fn asks(app: &App, openid: &str, text: &str) -> QuestionId {
    let (now, follower) = (app.clock.now(), app.key.follower(openid));
    let profile: Option<Stored<Follower>> = load(&*app.table, &keys::follower(&follower)).await.unwrap();
    let mut row = profile.as_ref().map_or_else(
        || Follower::new(follower.clone(), OpenId::from(openid), now),
        |profile| profile.value.clone(),
    );
    row.guess_language(text);
    let id = app.key.question(openid, &format!("{text}{now}"));
    let number = QuestionNumber::candidate(&id, 0);
    let mut message = message(app, &follower, &id, Said::Text { text: text.to_owned() });
    let receipt = row.language.pick("已收到，编号 ", "Received: ").to_owned() + number.as_str();
    message.reply = Some(Reply { text: receipt, create_time: now.as_second(), own: None, card: None });
    let question = Question {
        id: id.clone(),
        number: number.clone(),
        follower,
        language: row.language,
        state: State::Waiting,
        text: text.to_owned(),
        messages: vec![message.key.clone()],
        attachments: 0,
        urgent: text.contains("煤气"),
        asked_at: now,
        last_message_at: now,
        promised_at: Some(now + SignedDuration::from_hours(1)),
        answered_at: None,
        ended_at: None,
        assignee: None,
        category: Vec::new(),
        suggested: None,
        membership: None,
    };
    row.opened(OpenQuestion { id: id.clone(), number });
    let mut batch = Batch::new();
    let expect = profile.map_or(Expect::Absent, |profile| Expect::Version(profile.version));
    batch.put(keys::follower(&row.id), &row, None, expect).unwrap();
    batch.insert(&message).unwrap();
    batch.insert(&question).unwrap();
    move_inbox(&mut batch, None, &question).unwrap();
    batch.commit(&*app.table).await.unwrap();
    id
}

/// One more text joins the open question.
pub async fn says_more(app: &App, question: &QuestionId, text: &str) {
    joins(app, question, text, |row, id| {
        message(app, &row.follower, id, Said::Text { text: text.to_owned() })
    })
    .await;
}

/// A picture joins the open question, stored and re-encoded already.
pub async fn attaches(app: &App, question: &QuestionId, original: Blob, preview: Vec<u8>) -> MessageKey {
    let name = domain::ids::base32(&random::<10>().unwrap());
    let (content_type, bytes) = (original.content_type.clone(), original.bytes.len() as u64);
    app.blobs.put(&format!("{name}.original"), original).await.unwrap();
    let jpeg = Blob { content_type: "image/jpeg".to_owned(), bytes: preview };
    app.blobs.put(&format!("{name}.jpg"), jpeg).await.unwrap();
    joins(app, question, "", |row, id| InboundMessage {
        attachment: Some(Attachment {
            media_id: name.clone(),
            picture_url: None,
            state: AttachmentState::Stored {
                original: format!("{name}.original"),
                preview: Some(format!("{name}.jpg")),
                content_type,
                bytes,
                no_preview: None,
            },
        }),
        ..message(app, &row.follower, id, Said::Image)
    })
    .await
}

async fn joins(
    app: &App,
    id: &QuestionId,
    line: &str,
    make: impl FnOnce(&Question, &QuestionId) -> InboundMessage,
) -> MessageKey {
    let mut question: Stored<Question> = load(&*app.table, &keys::question(id)).await.unwrap().unwrap();
    let before = question.value.clone();
    let message = make(&before, id);
    question.value.join(line, message.key.clone(), message.attachment.is_some(), app.clock.now()).unwrap();
    let mut batch = Batch::new();
    batch.insert(&message).unwrap();
    batch.update(&question).unwrap();
    move_inbox(&mut batch, Some(&before), &question.value).unwrap();
    batch.commit(&*app.table).await.unwrap();
    message.key
}

/// A resident stops following.
pub async fn leaves(app: &App, openid: &str) {
    let key = keys::follower(&app.key.follower(openid));
    let mut row: Stored<Follower> = load(&*app.table, &key).await.unwrap().unwrap();
    let remark = row.value.remark.clone();
    row.value.unfollowed(app.clock.now(), app.work.retention);
    let mut batch = Batch::new();
    put_remark(&mut batch, remark.as_deref(), &row.value).unwrap();
    batch.update(&row).unwrap();
    batch.commit(&*app.table).await.unwrap();
}

/// A delivery becomes what a sender would make of it.
pub async fn settles_at(
    app: &App,
    follower: &FollowerId,
    id: &DeliveryId,
    change: impl FnOnce(&mut Delivery),
) -> Delivery {
    let mut row = delivery(&*app.table, follower, id).await.unwrap().unwrap();
    let before = row.value.try_at();
    change(&mut row.value);
    let mut batch = Batch::new();
    put_delivery(&mut batch, &row.value, Some(row.version), before).unwrap();
    batch.commit(&*app.table).await.unwrap();
    row.value
}
