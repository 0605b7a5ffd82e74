"""Hooks of schemathesis: keys that it would use again and again are made fresh, so that requests reach their handlers."""

import itertools

import schemathesis

COUNTER = itertools.count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    """An acceptable `Idempotency-Key` gets a number."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and 0 < len(key) <= 180 and key.isascii() and key.isprintable() and " " not in key:
        case.headers["Idempotency-Key"] = f"{key}{next(COUNTER)}"
