"""The template of the deployment on AWS, read and linted; no AWS and no network."""

from runner import needs, shell
from runner.outcome import read_unittest


def template():
    """infra/template.yaml read and linted, its scripts, its documentation"""
    python = needs.venv("requirements-template.txt")
    command = [python, "-m", "unittest", "discover", "--verbose",
               "--start-directory", "tests/template", "--top-level-directory", "tests"]
    return shell.test(command, read_unittest, {
        "WENQU_TEST_CFN_LINT": str(python.parent / "cfn-lint"),
        "WENQU_TEST_SAM": str(python.parent / "sam"),
        "WENQU_TEST_SHELLCHECK": str(needs.debian("shellcheck", "shellcheck")),
        "PYTHONDONTWRITEBYTECODE": "1",
    })
