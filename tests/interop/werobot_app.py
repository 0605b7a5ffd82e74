"""The app that test_werobot_app.py serves: WeRoBot's own handlers, nothing of ours."""

import os

import werobot

robot = werobot.WeRoBot(token=os.environ["ROBOT_TOKEN"], enable_session=False)
robot.config["ENCODING_AES_KEY"] = os.environ["ROBOT_KEY"]
robot.config["APP_ID"] = os.environ["ROBOT_APP_ID"]


@robot.subscribe
def greet(_):
    return "欢迎关注"


@robot.text
def echo(message):
    if message.content == "文章":
        return [["题", "述", "", "https://www.example.gov.cn/"]]
    if message.content == "不要回答":
        return ""
    # WeRoBot writes CDATA without splitting its end.
    return f"收到：{message.content.replace(']]>', ']]')}"


@robot.location
def place(message):
    return f"{message.label} {message.location[0]} {message.location[1]}"


@robot.image
def photo(_):
    return "收到照片"


@robot.voice
def voice(message):
    return f"听到：{message.recognition}"


wsgi = robot.wsgi
