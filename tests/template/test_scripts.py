"""infra/scripts: short, clean, and about the template as it is."""

import os
import re
import subprocess
import unittest

from template.reading import FUNCTIONS, INFRA, template

SCRIPTS = INFRA / "scripts"
MOST_LINES = 40


class Scripts(unittest.TestCase):
    def setUp(self):
        self.scripts = {path.name: path for path in SCRIPTS.iterdir()}

    def test_each_is_short_strict_and_runs(self):
        self.assertEqual(set(self.scripts), {"build", "deploy", "smoke"})
        for name, path in self.scripts.items():
            text = path.read_text()
            self.assertLess(len(text.splitlines()), MOST_LINES, name)
            self.assertTrue(text.startswith("#!/usr/bin/env bash\n# "), name)
            self.assertIn("\nset -euo pipefail\n", text, name)
            self.assertTrue(os.access(path, os.X_OK), name)

    def test_shellcheck_has_nothing_to_say(self):
        done = subprocess.run([os.environ["WENQU_TEST_SHELLCHECK"], *self.scripts.values()],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_they_name_what_is_there(self):
        build, deploy = (self.scripts[name].read_text() for name in ("build", "deploy"))
        self.assertIn(f"functions=({' '.join(FUNCTIONS)})", build)
        self.assertIn("target/zips", build)
        for capability in ("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"):
            self.assertIn(capability, deploy)
        for secret in ("webhook/token", "webhook/encoding_aes_key", "sender/app_secret", "account/key"):
            self.assertIn(secret, deploy)
        outputs = re.findall(r"OutputKey=='(\w+)'", self.scripts["smoke"].read_text())
        self.assertTrue(outputs)
        self.assertLessEqual(set(outputs), set(template()["Outputs"]))

    def test_no_secret_becomes_an_argument(self):
        deploy = self.scripts["deploy"].read_text()
        self.assertNotIn("--value", deploy, "arguments are seen by every user of the computer")
        self.assertIn('--cli-input-json "file://$scratch/put"', deploy)


if __name__ == "__main__":
    unittest.main()
