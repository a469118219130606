"""Passwords: argon2id, long rather than complicated, never the obvious ones."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from app.errors import Invalid

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200
OBVIOUS = ("netinvet", "password", "motdepasse", "passwort", "erasmus", "azerty", "qwerty")
"""Words that may not make up most of a password."""

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's minimum for argon2id: 19 MiB, two passes, one lane."""
_room = BoundedSemaphore(4)
_nobody = hasher.hash("nobody has this password")


def hash_of(password: str) -> str:
    """Return the hash to keep. Raises Invalid for a password too short, too long or too plain."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < MINIMUM_LENGTH:
        raise Invalid(_("A password has at least %(number)d characters.", number=MINIMUM_LENGTH))
    if len(plain) > MAXIMUM_LENGTH:
        raise Invalid(_("A password has at most %(number)d characters.", number=MAXIMUM_LENGTH))
    folded = plain.casefold()
    if len(set(folded)) < 5 or any(len(folded.replace(word, "")) < 6 for word in OBVIOUS):  # noqa: PLR2004 -- a handful of characters is no password
        raise Invalid(_("This password is too easy to guess."))
    with _room:
        return hasher.hash(plain)


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether a password is right; takes as long when there is none to compare with."""
    plain = unicodedata.normalize("NFKC", password[: MAXIMUM_LENGTH + 1])
    with _room:
        try:
            return hasher.verify(password_hash or _nobody, plain) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False
