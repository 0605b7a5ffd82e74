"""`wenqu courier`: a process with lines of its own to the emulated AWS and to the platform, each behind a fault proxy."""

import json
import os
import pathlib
import signal
import subprocess

from harness.binary import program
from harness.fault_proxy import FaultProxy

STOPPED_WITHIN_S = 40


class Courier:
    """One computer of the district. `world` is a `World`; `close` ends everything. `terms` is how often a test has seen it
    take the lease."""

    def __init__(self, world, name, api, egress="courier"):
        self.name, self.log_path = name, pathlib.Path(world.folder.name, f"courier-{name}.log")
        self.table, self.queue = FaultProxy(world.emulator.url), FaultProxy(world.emulator.url)
        self.platform = FaultProxy(api.url)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("WENQU_", "AWS_"))}
        self.env = {
            **inherited, **world.emulator.client_env(),
            "AWS_ENDPOINT_URL_DYNAMODB": self.table.url, "AWS_ENDPOINT_URL_SQS": self.queue.url,
            "WENQU_STACK": world.stack, "WENQU_EGRESS": egress, "WENQU_APP_ID": world.account.app_id,
            "WENQU_APP_SECRET": world.account.secret, "WENQU_API_BASE": self.platform.url,
            "WENQU_BUCKET": world.bucket}
        self.folder = world.folder.name
        self.process, self.terms = None, 0

    def start(self):
        """Starts; it waits for the lease by itself."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([program(), "courier"], cwd=self.folder, env=self.env,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def kill(self):
        """`kill -9`: no power."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def freeze(self, frozen=True):
        """Stops it in the middle of whatever it does, or lets it go on."""
        self.process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def stop(self):
        """Asks it to stop, as systemd does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOPPED_WITHIN_S)

    def status(self):
        """What `wenqu courier --status` says, and its exit code."""
        done = subprocess.run([program(), "courier", "--status", "--json"], cwd=self.folder, env=self.env,
                              capture_output=True, text=True, timeout=60)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout), done.returncode

    def log(self):
        """All that it has printed."""
        return self.log_path.read_text(errors="replace")

    def close(self):
        """Ends the process, if it runs, and its lines."""
        if self.process and self.process.poll() is None:
            self.kill()
        for proxy in (self.table, self.queue, self.platform):
            proxy.close()
