"""The screens of settings: index, alert channels, retention, health."""

from browser.acts import Screen, fill, press

ALERTS = "/admin/settings/alerts"
ROBOT = "form[action='/admin/settings/alerts/robot'] button.primary"
MAIL = "form[action='/admin/settings/alerts/mail'] button.primary"
WHEN = "form[action='/admin/settings/alerts/when'] button.primary"


def saved(page, world):
    """A robot is set, which is nobody's: the demo never calls it unless somebody asks."""
    fill({"#address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=screens-wxyz"}, ROBOT)(page, world)


def removed(page, world):
    """And taken away again, so that no alert goes anywhere."""
    saved(page, world)
    press("form[action='/admin/settings/alerts/robot/forget'] button")(page, world)


SETTINGS = [
    Screen("settings-index", "/admin/settings", "告警渠道", "Alert channels"),
    Screen("settings-officer", "/admin/settings", "数据保留", "Retention", login="zhang"),
    Screen("alerts", ALERTS, "企业微信群机器人", "WeCom group robot"),
    Screen("alerts-none", ALERTS, "告警不会发到任何地方", "alerts go nowhere", demo="empty"),
    Screen("alerts-denied", ALERTS, "您没有这项权限", "You are not permitted", login="zhang"),
    Screen("alerts-removed", ALERTS, "渠道已删除", "The channel is deleted", act=removed),
    Screen("alerts-wrong-robot", ALERTS, "请粘贴群机器人的完整 Webhook 地址", "paste the robot's whole webhook address",
           act=fill({"#address": "https://example.com/"}, ROBOT)),
    Screen("alerts-wrong-mail", ALERTS, "请填写邮件服务器", "write the mail server", act=press(MAIL)),
    Screen("alerts-wrong-time", ALERTS, "两个都填或都不填", "both or none", act=fill({"#quiet_from": "x"}, WHEN)),
    Screen("retention", "/admin/settings/retention", "365 天", "365 days"),
    Screen("health", "/admin/settings/health", "项正常", " fine"),
    Screen("health-stale", "/admin/settings/health", "更新栏目，或确认内容仍然有效", "or confirm that it still holds", demo="stale"),
]
