"""cfn-lint and `sam validate --lint`: nothing to say, offline."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from template.reading import ROOT, TEMPLATE

# One region of each partition that we promise, and China's second one.
REGIONS = ("us-east-1", "cn-north-1", "cn-northwest-1")


def run(program, *arguments, home):
    """Exit code and output, without credentials and without telling anybody."""
    env = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_ACCESS_KEY_ID": "none",
           "AWS_SECRET_ACCESS_KEY": "none", "AWS_DEFAULT_REGION": REGIONS[-1], "AWS_EC2_METADATA_DISABLED": "true",
           "HOME": home}
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, env=env, cwd=ROOT,
                          timeout=180)
    return done.returncode, done.stdout + done.stderr


class Linters(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(tempfile.TemporaryDirectory())
        self.linter, self.sam = os.environ["WENQU_TEST_CFN_LINT"], os.environ["WENQU_TEST_SAM"]

    def lint(self, path):
        regions = [word for region in REGIONS for word in ("--regions", region)]
        return run(self.linter, "--format", "parseable", *regions, "--template", path, home=self.home)

    def test_cfn_lint_is_clean_in_aws_and_aws_cn(self):
        self.assertEqual(self.lint(TEMPLATE), (0, ""))

    def test_cfn_lint_would_have_said_something(self):
        broken = Path(self.home) / "broken.yaml"
        broken.write_text(TEMPLATE.read_text().replace("!Ref WorkerConcurrency,", "!Ref NoSuchParameter,"))
        code, said = self.lint(broken)
        self.assertNotEqual(code, 0)
        self.assertIn("NoSuchParameter", said)

    def test_sam_validate_is_clean(self):
        code, said = run(self.sam, "validate", "--lint", "--template-file", TEMPLATE, home=self.home)
        self.assertEqual(code, 0, said)
        self.assertIn("is a valid SAM Template", said)


if __name__ == "__main__":
    unittest.main()
