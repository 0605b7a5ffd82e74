"""What goes up: five zips with one program each, and no test clock in a release."""

import unittest
import zipfile

from harness.zips import FUNCTIONS, bootstrap, zip_of

# The error text of shared/aws/src/test_clock.rs: in every program that has the clock.
CLOCK = b"the test clock's row"
# Most bytes of a zip. The goal is 3 MB for each. The console has outgrown it, and nobody's five seconds wait for its start:
# what it is now must not grow further unseen.
MOST_BYTES = {name: 3_000_000 for name in FUNCTIONS} | {"admin": 3_900_000}
LINKER = "functions/link.rs needs the linker that Rust brings on x86_64: without it a zip is a seventh larger"


class Bootstraps(unittest.TestCase):
    """As released, and with the feature `test-clock`."""

    def test_a_release_has_no_test_clock_and_the_other_build_has(self):
        for name in FUNCTIONS:
            released, other = bootstrap(name).read_bytes(), bootstrap(name, test_clock=True).read_bytes()
            self.assertNotIn(CLOCK, released, name)
            self.assertIn(CLOCK, other, name)

    def test_a_zip_holds_one_program_that_may_be_run_and_is_small(self):
        for name in FUNCTIONS:
            with zipfile.ZipFile(zip_of(name)) as archive:
                [entry] = archive.infolist()
            size = zip_of(name).stat().st_size
            self.assertEqual((entry.filename, entry.external_attr >> 16 & 0o777), ("bootstrap", 0o755), name)
            self.assertLessEqual(size, MOST_BYTES[name], f"{name}.zip: {LINKER}")
            print(f"\n{name}.zip: {size / 1e6:.2f} MB", end="", flush=True)


if __name__ == "__main__":
    unittest.main()
