"""Starts the emulator with two gaps closed that matter when it enforces IAM:

- `ssm:GetParametersByPath` is authorised against the path of the request, as AWS documents it ("How Parameter
  Store authorizes parameter retrieval"); by itself the emulator asks for the right to everything.
- A request over loopback counts as one over TLS, without which our bucket's policy lets nobody in.

Run by the emulator's own Python: see `emulator.py`.
"""

import json
import sys

from ministack import app
from ministack.core import iam_actions

resource_of = iam_actions.extract_resource_arn
pin_request_origin = app.pin_request_origin


def extract_resource_arn(service, method, path, headers, body, *rest, **named):
    """The resource of a request; that of a path is the parameter of its name."""
    target = {name.lower(): value for name, value in headers.items()}.get("x-amz-target", "")
    if service == "ssm" and target.endswith(".GetParametersByPath"):
        body = json.dumps({"Name": json.loads(body)["Path"]}).encode()
    return resource_of(service, method, path, headers, body, *rest, **named)


iam_actions.extract_resource_arn = extract_resource_arn
app.pin_request_origin = lambda address, _: pin_request_origin(address, True)

if __name__ == "__main__":
    sys.exit(app.main())
