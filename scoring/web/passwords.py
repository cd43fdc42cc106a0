"""Passwords as hashes: scrypt of the standard library."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode

__all__ = ["SHORTEST", "hash_password", "matches", "weak"]

SHORTEST = 10
"""Characters a password must have at least."""
LONGEST = 256
"""Characters that are looked at: a longer one is refused before any work is done."""
COST, BLOCK, PARALLEL = 15, 8, 1
"""2 ** COST rounds of scrypt over BLOCK * 128 bytes: a tenth of a second and 32 MiB for each try."""
MEMORY = 64 * 1024 * 1024


def weak(password: str, name: str) -> str | None:
    """Why a password cannot be taken, in Chinese; None where it can."""
    if len(password) < SHORTEST:
        return f"密码至少要{SHORTEST}个字"
    if len(password) > LONGEST:
        return f"密码最多{LONGEST}个字"
    if len(set(password)) < 4:
        return "密码里不同的字太少"
    if name and name.casefold() in password.casefold():
        return "密码里不能有账号名"
    return None


def hash_password(password: str) -> str:
    """A hash with its own salt and the settings it was made with."""
    salt = secrets.token_bytes(16)
    return "$".join(("scrypt", str(COST), str(BLOCK), str(PARALLEL), _text(salt), _text(_hash(password, salt, COST))))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password gives the stored hash. Without one (no such account) the same work is done, and the answer is no."""
    if len(password) > LONGEST:
        return False
    if stored is None:
        _hash(password, b"\0" * 16, COST)
        return False
    _, cost, _, _, salt, expected = stored.split("$")
    return hmac.compare_digest(_hash(password, b64decode(salt), int(cost)), b64decode(expected))


def _hash(password: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"), salt=salt, n=2**cost, r=BLOCK, p=PARALLEL, maxmem=MEMORY
    )


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
