"""The WeRoBot app: answers a number with the text that ours answers with, so that both encrypt the same.

BENCH_REPLIES is a JSON file of number → text; BENCH_SESSIONS, if set, the SQLite file of its sessions.
"""

import json
import os

import werobot
from werobot.session.sqlitestorage import SQLiteStorage

from messages import ACCOUNT

with open(os.environ["BENCH_REPLIES"], encoding="utf-8") as known:
    REPLIES = json.load(known)
sessions = os.environ.get("BENCH_SESSIONS")

robot = werobot.WeRoBot(token=ACCOUNT.token, enable_session=bool(sessions),
                        session_storage=SQLiteStorage(sessions) if sessions else None)
robot.config["APP_ID"] = ACCOUNT.app_id
robot.config["ENCODING_AES_KEY"] = ACCOUNT.key

if sessions:
    @robot.text
    def answer(message, session):
        session["last"] = message.content
        return REPLIES[message.content]
else:
    @robot.text
    def answer(message):
        return REPLIES[message.content]

wsgi = robot.wsgi
