"""Schemathesis makes requests from the OpenAPI document, right and wrong ones, and holds the answers against it."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from harness.account import Account
from harness.binary import Wenqu
from harness.http import request, send_json

HERE = pathlib.Path(__file__).parent
# What is tried for each operation, and for how long altogether.
EXAMPLES = os.environ.get("WENQU_API_EXAMPLES", "25")
LIMIT_SECONDS = 110


class Document(unittest.TestCase):
    """A demo with sample conversations, and an administrator's token."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="wenqu-api-"))
        cls.folder = folder
        cls.demo = cls.enterClassContext(Wenqu("demo", folder, Account()))
        officers = send_json("POST", f"{cls.demo.url}/_sim/reset", {"data": "seed"}, timeout=30).json()["officers"]
        cls.token = next(officer["token"] for officer in officers if officer["role"] == "administrator")
        cls.api = f"{cls.demo.url}/admin/api/v1"

    def test_the_api_does_what_its_document_says(self):
        document = pathlib.Path(self.folder) / "openapi.json"
        document.write_bytes(self.document().body)
        command = [
            os.environ["WENQU_TEST_SCHEMATHESIS"], "--config-file", str(HERE / "schemathesis.toml"), "run", str(document), "--url", self.api,
            "--checks", "all", "--max-examples", EXAMPLES, "--seed", "1", "--workers", "1", "--no-color",
            "--phases", "examples,coverage,fuzzing",
        ]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=LIMIT_SECONDS,
                              env={**os.environ, "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "fresh_keys",
                                   "WENQU_TEST_API_TOKEN": self.token})
        print(done.stdout[-1500:], flush=True)
        self.assertEqual(done.returncode, 0, done.stdout[-20000:] + done.stderr[-2000:])
        self.assertNotIn("panicked", self.demo.log())

    def test_the_document_is_open_to_a_token_only(self):
        self.assertEqual(request("GET", f"{self.api}/openapi.json").status, 401)
        self.assertEqual(self.document().json()["openapi"], "3.1.0")

    def document(self):
        return request("GET", f"{self.api}/openapi.json", headers={"Authorization": f"Bearer {self.token}"})


if __name__ == "__main__":
    unittest.main()
