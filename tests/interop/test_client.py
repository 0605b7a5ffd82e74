"""wechatpy's client calls our simulated platform, and is content."""

import time
import unittest

from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from harness import simulator

MENU = {"button": [
    {"name": "办事", "sub_button": [{"type": "click", "name": "办事指南", "key": "m_guide"},
                                    {"type": "view", "name": "网上大厅", "url": "https://www.example.gov.cn/hall"}]},
    {"type": "click", "name": "我要提问", "key": "m_ask"},
]}
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")


class Client(WeChatClient):
    """wechatpy's client with another base, the token call's included."""

    def __init__(self, base_url, account, **more):
        self.API_BASE_URL = f"{base_url}/cgi-bin/"
        super().__init__(account.app_id, account.secret, **more)

    def fetch_access_token(self):
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(f"{self.API_BASE_URL}token", params)


class Api(unittest.TestCase):
    """Each test has a fresh platform: `/_sim/reset` comes first."""

    @classmethod
    def setUpClass(cls):
        cls.sim = cls.enterClassContext(simulator.running())

    def setUp(self):
        self.sim.call("POST", "reset", {})
        self.client = self.fresh()

    def fresh(self, **more):
        """A client without a token."""
        return Client(self.sim.url, simulator.ACCOUNT, **more)

    def follower(self, persona="li"):
        """A persona who follows and has just written, so that its window is open; the openid."""
        self.sim.act(persona, "follow")
        self.sim.act(persona, "text", text="1")
        return self.sim.call("GET", f"outbox?persona={persona}")["items"][-1]["openid"]

    def sent(self, persona="li"):
        """The customer-service messages that the persona received."""
        items = self.sim.call("GET", f"outbox?persona={persona}")["items"]
        return [item for item in items if item["via"] == "custom" and not item["errcode"]]

    def refused(self, code, call, *arguments, **named):
        with self.assertRaises(WeChatClientException) as caught:
            call(*arguments, **named)
        self.assertEqual(caught.exception.errcode, code)
        self.assertTrue(caught.exception.errmsg)

    def test_token(self):
        first = self.client.fetch_access_token()
        self.assertGreater(len(first["access_token"]), 20)
        self.assertEqual(first["expires_in"], 7200)
        self.assertNotEqual(self.client.fetch_access_token()["access_token"], first["access_token"])

    def test_stable_token_stays_the_same(self):
        account = simulator.ACCOUNT
        body = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
        first, second = (self.client.post("stable_token", params={}, data=dict(body)) for _ in range(2))
        self.assertEqual(first["access_token"], second["access_token"])
        self.assertGreaterEqual(second["expires_in"], 300)

    def test_a_wrong_secret_is_refused(self):
        wrong = self.fresh()
        wrong.secret = "f" * 32
        self.refused(40125, wrong.fetch_access_token)

    def test_an_unknown_token_is_replaced_and_the_call_made_again(self):
        followers = self.fresh(access_token="not-a-token").user.get_followers()
        self.assertIn("total", followers)

    def test_an_expired_token_is_replaced_and_the_call_made_again(self):
        self.client.fetch_access_token()
        self.sim.call("POST", "fault", {"fault": "token_expired"})
        self.assertIn("total", self.client.user.get_followers())

    def test_send_text(self):
        openid = self.follower()
        text = '您好，已受理。<a href="https://www.example.gov.cn/?a=1&b=2">查看</a>\n“第二行”'
        self.assertEqual(self.client.message.send_text(openid, text)["errcode"], 0)
        self.assertEqual(self.sent()[-1]["text"], text)

    def test_send_image_and_articles(self):
        openid = self.follower()
        media = self.client.media.upload("image", ("a.png", PNG, "image/png"))
        self.client.message.send_image(openid, media["media_id"])
        article = {"title": "题", "description": "述", "url": "https://www.example.gov.cn/", "image": ""}
        self.client.message.send_articles(openid, [article])
        self.assertEqual([item["msgtype"] for item in self.sent()], ["image", "news"])
        self.refused(45008, self.client.message.send_articles, openid, [article, article])

    def test_five_messages_then_no_more_until_the_resident_writes(self):
        openid = self.follower()
        self.sim.call("POST", "clock", {"advance": "2m"})  # the three messages for following are over
        for number in range(5):
            self.client.message.send_text(openid, f"第 {number} 条")
        self.refused(45047, self.client.message.send_text, openid, "第六条")
        self.sim.call("POST", "clock", {"advance": "49h"})
        fresh = self.fresh()
        self.refused(45015, fresh.message.send_text, openid, "太晚")
        self.sim.call("POST", "clock", {"reset": True})

    def test_refused_sends(self):
        openid = self.follower()
        self.refused(40003, self.client.message.send_text, "nobody", "您好")
        self.refused(45002, self.client.message.send_text, openid, "长" * 700)
        self.refused(40007, self.client.message.send_image, openid, "no-such-media")
        self.sim.act("li", "unfollow")
        self.refused(45015, self.client.message.send_text, openid, "还在吗")

    def test_menu(self):
        self.assertIsNone(self.client.menu.get())
        self.assertEqual(self.client.menu.create(MENU)["errcode"], 0)
        buttons = self.client.menu.get()["menu"]["button"]
        self.assertEqual([button["name"] for button in buttons], ["办事", "我要提问"])
        self.assertEqual(buttons[0]["sub_button"][1]["url"], MENU["button"][0]["sub_button"][1]["url"])
        info = self.client.menu.get_menu_info()
        self.assertEqual(info["is_menu_open"], 1)
        self.assertEqual(self.client.menu.delete()["errcode"], 0)
        self.assertIsNone(self.client.menu.get())

    def test_refused_menus(self):
        self.refused(40016, self.client.menu.create, {"button": []})
        self.refused(40018, self.client.menu.create, {"button": [{"type": "click", "name": "名" * 30, "key": "k"}]})
        self.refused(40019, self.client.menu.create, {"button": [{"type": "click", "name": "键"}]})

    def test_media(self):
        media = self.client.media.upload("image", ("a.png", PNG, "image/png"))
        self.assertEqual(media["type"], "image")
        self.assertAlmostEqual(media["created_at"], time.time(), delta=60)
        answer = self.client.media.download(media["media_id"])
        self.assertEqual(answer.content, PNG)
        self.assertIn("filename=", answer.headers["Content-Disposition"])
        self.assertTrue(self.client.media.upload_image(("a.png", PNG, "image/png")).startswith("http"))

    def test_media_is_gone_after_three_days(self):
        media = self.client.media.upload("image", ("a.png", PNG, "image/png"))
        self.sim.call("POST", "clock", {"advance": "73h"})
        self.refused(40007, self.fresh().media.download, media["media_id"])
        self.sim.call("POST", "clock", {"reset": True})

    def test_refused_media(self):
        self.refused(40004, self.client.media.upload, "picture", ("a.png", PNG, "image/png"))
        self.refused(40007, self.client.media.download, "no-such-media")

    def test_users(self):
        openid = self.follower()
        self.assertEqual(self.client.user.get(openid)["subscribe"], 1)
        self.assertEqual(self.client.user.get(openid)["openid"], openid)
        batch = self.client.user.get_batch([openid])
        self.assertEqual([user["openid"] for user in batch], [openid])
        self.assertEqual(list(self.client.user.iter_followers()), [openid])
        self.refused(40003, self.client.user.get, "nobody")

    def test_remark(self):
        openid = self.follower()
        self.client.user.update_remark(openid, "东街 3 栋")
        self.assertEqual(self.client.user.get(openid)["remark"], "东街 3 栋")

    def test_tags(self):
        openid = self.follower()
        tag = self.client.tag.create("老人")
        self.assertEqual(tag["name"], "老人")
        self.assertIn("老人", [known["name"] for known in self.client.tag.get()])
        self.client.tag.tag_user(tag["id"], openid)
        self.assertEqual(self.client.tag.get_user_tag(openid), [tag["id"]])
        self.refused(45157, self.client.tag.create, "老人")
        self.refused(45159, self.client.tag.tag_user, 9999, openid)

    def test_qr_code(self):
        code = self.client.qrcode.create({"expire_seconds": 1800, "action_name": "QR_STR_SCENE",
                                          "action_info": {"scene": {"scene_str": "hall-3"}}})
        self.assertTrue(code["ticket"] and code["url"])
        self.assertEqual(code["expire_seconds"], 1800)

    def test_addresses(self):
        self.assertTrue(self.client.misc.get_wechat_ips())

    def test_faults_reach_the_client_as_errors(self):
        openid = self.follower()
        for code in (45015, 45009, 40164, -1):
            with self.subTest(code):
                self.sim.call("POST", "fault", {"fault": str(code), "times": 1, "route": "custom/send"})
                self.refused(code, self.client.message.send_text, openid, "您好")
        self.assertEqual(self.sent(), [])


if __name__ == "__main__":
    unittest.main()
