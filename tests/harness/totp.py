"""The codes that an authenticator app shows (RFC 6238: SHA-1, 6 digits, 30 s)."""

import base64
import hashlib
import hmac
import re
import struct
import time

STEP_SECONDS = 30


def code(key, at_s=None):
    """What the app shows at a time, in seconds of the epoch; now if it is not given."""
    step = int(time.time() if at_s is None else at_s) // STEP_SECONDS
    digest = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def key_on(page):
    """The key that a page of the console shows below its QR code."""
    return re.search(r'class="secret"><code>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
