"""A digest that is slow on purpose (PBKDF2 with HMAC-SHA-256, RFC 8018), where Python comes with OpenSSL or without."""

from __future__ import annotations

import hashlib

BLOCK = 64  # bytes that SHA-256 takes at a time


def stretched(secret: bytes, salt: bytes, rounds: int) -> bytes:
    """32 bytes. Python's own function does it; in a browser Python has none, since that function is OpenSSL's."""
    if hasattr(hashlib, "pbkdf2_hmac"):
        return hashlib.pbkdf2_hmac("sha256", secret, salt, rounds)
    return by_hand(secret, salt, rounds)


def by_hand(secret: bytes, salt: bytes, rounds: int) -> bytes:
    """The same from SHA-256 alone: its first block, which is all of it, as a chain of HMACs added up without carry."""
    key = hashlib.sha256(secret).digest() if len(secret) > BLOCK else secret
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key.ljust(BLOCK, b"\0"))) for pad in (0x36, 0x5C))

    def hmac(message: bytes) -> bytes:
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        return second.digest()

    link = hmac(salt + (1).to_bytes(4, "big"))
    whole = int.from_bytes(link, "big")
    for _ in range(rounds - 1):
        link = hmac(link)
        whole ^= int.from_bytes(link, "big")
    return whole.to_bytes(len(link), "big")
