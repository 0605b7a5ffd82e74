"""An officer who works through the staff API with a bearer token."""

from harness.http import send_json


class Officer:
    """Calls under `/admin/api/v1`; a refusal is an AssertionError that shows the answer."""

    def __init__(self, base_url, token):
        self.base, self.headers = f"{base_url}/admin/api/v1", {"Authorization": f"Bearer {token}"}

    def call(self, method, path, value=None):
        """One call and its JSON."""
        answer = send_json(method, self.base + path, value, self.headers)
        assert 200 <= answer.status < 300, f"{method} {path}: {answer.status} {answer.body[:500]!r}"
        return answer.json()

    def questions(self, state="waiting"):
        """All questions in a state, page by page."""
        items, cursor = [], None
        while True:
            page = self.call("GET", f"/questions?state={state}&limit=100" + (f"&cursor={cursor}" if cursor else ""))
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                return items

    def thread(self, question):
        """One question with its messages, entries and deliveries."""
        return self.call("GET", f"/questions/{question}")

    def answers(self, question, text):
        """Sends an answer to the resident."""
        return self.call("POST", f"/questions/{question}/answers", {"text": text})
