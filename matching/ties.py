"""Who comes first among equals: a lot that names, alphabet and order of import cannot move.

The published rule: each key is hashed with `SALT` by BLAKE2b to 64 bits; the hashes of the need
and of the offer are combined by exclusive or and stirred with the finaliser of SplitMix64; the
lower number comes first. Another need draws another lot, so no host is always first.
"""

from hashlib import blake2b

SALT = b"netinvet-ties-1"
"""Part of the published rule; changing it draws every lot anew."""
MASK = (1 << 64) - 1
STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
LAST_SHIFT = 31


def lot(need_key: str, offer_key: str) -> int:
    """Return the lot of an offer for a need; the lower one comes first among equal scores."""
    return stirred(hashed(need_key) ^ hashed(offer_key))


def hashed(key: str) -> int:
    """Return the salted 64-bit hash of a key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8, key=SALT).digest(), "big")


def stirred(number: int) -> int:
    """Return the number with its bits mixed (the finaliser of SplitMix64, a bijection)."""
    for shift, factor in STEPS:
        number = ((number ^ (number >> shift)) * factor) & MASK
    return number ^ (number >> LAST_SHIFT)
