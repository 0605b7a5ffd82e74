"""The account that the suites configure on both sides."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Account:
    """Credentials of an Official Account; the key's last character carries non-zero trailing bits."""

    token: str = "testToken2026"
    key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    app_id: str = "wx5823bf96d3bd56c7"
    secret: str = "0123456789abcdef0123456789abcdef"
    original_id: str = "gh_0a1b2c3d4e5f"
    mode: str = "secure"

    def settings(self):
        """The same as environment variables of the binary."""
        return {
            "WENQU_TOKEN": self.token,
            "WENQU_ENCODING_AES_KEY": self.key,
            "WENQU_APP_ID": self.app_id,
            "WENQU_APP_SECRET": self.secret,
            "WENQU_ORIGINAL_ID": self.original_id,
            "WENQU_MODE": self.mode,
        }


def openid(number):
    """A resident's id of the platform's shape: 28 characters, `o` first."""
    return f"oResident{number:019d}"
