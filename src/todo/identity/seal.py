"""Keys derived from the program's secret, one per purpose, and what is done with them."""

import base64
import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def random_text() -> str:
    """256 random bits for a cookie, code, token or link."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> bytes:
    """How such a text is stored. It is random, so that a fast hash suffices."""
    return sha256(text.encode("utf-8", "replace")).digest()


def signature(secret: str, purpose: str, text: str) -> str:
    """An HMAC of the text that is valid for this purpose only."""
    key = _derived(secret.split(",", 1)[0], purpose)
    return base64.urlsafe_b64encode(hmac.digest(key, text.encode(), "sha256")).rstrip(b"=").decode()


def is_signature(given: str, secret: str, purpose: str, text: str) -> bool:
    """Also by an older secret, where the setting names several."""
    return any(
        hmac.compare_digest(given.encode(), signature(part, purpose, text).encode()) for part in secret.split(",")
    )


def seal(secret: str, content: bytes) -> bytes:
    return _fernet(secret).encrypt(content)


def unseal(secret: str, sealed: bytes) -> bytes | None:
    """None if it was sealed with another secret."""
    try:
        return _fernet(secret).decrypt(sealed)
    except InvalidToken:
        return None


def _fernet(secret: str) -> MultiFernet:
    keys = [_derived(part, "signing keys") for part in secret.split(",")]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


@lru_cache(maxsize=32)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"todo identity: " + purpose.encode()).derive(secret.strip().encode())
