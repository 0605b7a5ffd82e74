"""The functions as they are deployed, and the program that fills a stack: built by `tests/run`, named by variables."""

import functools
import os
import pathlib
import tempfile
import zipfile

FUNCTIONS = ("webhook", "worker", "sender", "ticker", "admin")


def folder(test_clock=False):
    """The directory with the five zips: as released, or with the test clock."""
    return from_environment("WENQU_TEST_CLOCK_ZIPS" if test_clock else "WENQU_TEST_ZIPS")


def zip_of(name, test_clock=False):
    """The zip of one function."""
    return folder(test_clock) / f"{name}.zip"


@functools.cache
def bootstrap(name, test_clock=False):
    """The program inside the zip, unpacked."""
    place = pathlib.Path(unpacked().name) / ("test-clock" if test_clock else "release") / name
    with zipfile.ZipFile(zip_of(name, test_clock)) as archive:
        program = pathlib.Path(archive.extract("bootstrap", place))
    program.chmod(0o755)
    return program


@functools.cache
def unpacked():
    """Where unpacked programs are until the tests end."""
    return tempfile.TemporaryDirectory(prefix="wenqu-bootstraps-")


def seed_program():
    """tests/examples/seed.rs, built."""
    return from_environment("WENQU_TEST_SEED")


def from_environment(variable):
    path = os.environ.get(variable)
    assert path, f"{variable} is not set: run ./tests/run cloud"
    return pathlib.Path(path)
