"""What parts need beyond Rust and Python, installed on first use: venvs, axe-core and cargo-deny under
`tests/.cache`, Debian packages where we are root. Where that can't be, `Missing` says what to do.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "tests" / ".cache"
DENY_VERSION = "0.20.2"
AXE = "axe-core-4.14.1"
# One selection of packages and features for every development build: with another one, cargo would build the AWS
# crates again. It has the functions as programs too, with the test clock.
FUNCTIONS = ("webhook", "worker", "sender", "ticker", "admin")
WORKSPACE = ("--workspace", "--features", ",".join(["wenqu/cloud", *(f"{name}/test-clock" for name in FUNCTIONS)]))


class Missing(Exception):
    """A part can't get what it needs; the message says what to run."""


def quietly(command, hint):
    """Runs an installer; its output is shown only when it fails."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"{hint}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def python():
    """A Python with tests/requirements.txt installed."""
    return venv("requirements.txt")


def emulator():
    """The emulator of AWS, in a venv of its own: its pins and the peers' need not agree."""
    return venv("requirements-emulator.txt").parent / "ministack"


def venv(requirements):
    """The interpreter of a venv with a file of pins installed; made again when that file changes."""
    wanted = ROOT / "tests" / requirements
    digest = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = CACHE / f"venv-{digest}"
    interpreter = folder / "bin" / "python"
    if (folder / "complete").exists():
        return interpreter
    print(f"installing {wanted.relative_to(ROOT)} into {folder.relative_to(ROOT)}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    quietly([sys.executable, "-m", "venv", folder], "python3 -m venv failed: apt-get install python3-venv")
    quietly([interpreter, "-m", "pip", "install", "--quiet", "--requirement", wanted],
            f"pip could not install tests/{requirements}")
    (folder / "complete").touch()
    return interpreter


def debian(program, *packages):
    """The path of `program`, installed from Debian's packages when we may."""
    found = shutil.which(program)
    if found:
        return found
    hint = f"{program} is missing, run: apt-get install {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(hint)
    print(f"installing {' '.join(packages)}", flush=True)
    quietly(["apt-get", "update"], hint)
    quietly(["apt-get", "install", "--yes", "--no-install-recommends", *packages], hint)
    return shutil.which(program) or program


def chromium():
    """Debian's Chromium, with a font for Chinese; `WENQU_TEST_CHROMIUM` names another one."""
    return os.environ.get("WENQU_TEST_CHROMIUM") or debian("chromium", "chromium", "fonts-noto-cjk")


def axe():
    """axe-core, the accessibility engine that runs inside the page, from npm: one file, kept."""
    kept = CACHE / AXE / "package" / "axe.min.js"
    if kept.exists():
        return kept
    npm = debian("npm", "npm")
    shutil.rmtree(kept.parents[1], ignore_errors=True)
    kept.parents[1].mkdir(parents=True)
    package = AXE.replace("core-", "core@")
    quietly([npm, "pack", "--silent", "--pack-destination", kept.parents[1], package], f"npm pack {package} failed")
    shutil.unpack_archive(kept.parents[1] / f"{AXE}.tgz", kept.parents[1])
    return kept


def cargo_deny():
    """cargo-deny: the machine's own, else built once into tests/.cache, without optimisation: it runs for a second."""
    kept = CACHE / "bin" / "cargo-deny"
    found = shutil.which("cargo-deny") or (kept if kept.exists() else None)
    if found:
        return found
    print("building cargo-deny (once, a minute or two)", flush=True)
    quietly(["cargo", "install", "cargo-deny", "--locked", "--debug", "--version", DENY_VERSION, "--root", CACHE],
            "cargo install cargo-deny failed")
    return kept


def release_binary():
    """`wenqu`, built for release: what the parts from interop on drive from outside."""
    return built("release/wenqu", "--release", "--package", "wenqu")


def simulator():
    """The simulated platform by itself."""
    return development("examples/simulator")


def development(path, *targets):
    """A program of the development build. With an example among the targets, crates have the features that tests need:
    what `cargo test` has built is not built a second time with others."""
    return built(f"debug/{path}", *WORKSPACE, "--example", "simulator", *targets)


def built(path, *options):
    """A program that cargo builds."""
    done = subprocess.run(["cargo", "build", "--quiet", *options], cwd=ROOT, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Missing(f"cargo build {' '.join(options)} failed")
    return target() / path


def target():
    """Where cargo builds, which runs at the project's root."""
    folder = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
