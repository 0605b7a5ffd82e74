//! menu/create, menu/get, menu/delete, get_current_selfmenu_info.

use serde_json::{Value, json};

use super::Context;
use super::answer::{Answer, Refusal};
use super::call::Call;
use crate::state::menu::accept;

pub(crate) fn create(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let id = context.state.fresh_msg_id();
    let body = call.json.as_ref().unwrap_or(&Value::Null);
    context.state.menu = Some(accept(body, id)?);
    Ok(Answer::ok())
}

pub(crate) fn get(context: &mut Context<'_>, _: &Call) -> Result<Answer, Refusal> {
    let menu = context.state.menu.as_ref().ok_or(46003)?;
    Ok(Answer::Json(json!({ "menu": { "button": menu.buttons, "menuid": menu.id } })))
}

pub(crate) fn delete(context: &mut Context<'_>, _: &Call) -> Result<Answer, Refusal> {
    context.state.menu = None;
    Ok(Answer::ok())
}

pub(crate) fn current(context: &mut Context<'_>, _: &Call) -> Result<Answer, Refusal> {
    let answer = match &context.state.menu {
        Some(menu) => json!({ "is_menu_open": 1, "selfmenu_info": menu.self_menu() }),
        None => json!({ "is_menu_open": 0, "selfmenu_info": { "button": [] } }),
    };
    Ok(Answer::Json(answer))
}
