"""The program's own secret, and the keys that are made of it."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from todo.settings import Settings, SettingsError

MIN_CHARACTERS = 32


def load_secret(settings: Settings) -> str:
    """TODO_SECRET, or the one in the data folder, made at the first start. May hold several, by comma.

    Two processes that start at once agree: the one that comes second reads what the first has written.
    Raises SettingsError if the file cannot be read or written, or is damaged.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    path = settings.data_dir / "secret"
    try:
        if not path.exists():
            _make(path)
        secret = path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"TODO_DATA_DIR: {path} cannot be kept there: {error.strerror}.") from None
    if len(secret) < MIN_CHARACTERS:
        raise SettingsError(f"TODO_SECRET: {path} is damaged; restore it, or remove it to sign everybody out.")
    return secret


def cipher(secret: str, purpose: str) -> MultiFernet:
    """Encrypts with the first of the secrets and decrypts with any; no two purposes share a key."""
    return MultiFernet([Fernet(_derived(part, purpose)) for part in secret.split(",")])


def _derived(secret: str, purpose: str) -> bytes:
    key = HKDF(SHA256(), length=32, salt=None, info=f"todo auth {purpose}".encode()).derive(secret.strip().encode())
    return base64.urlsafe_b64encode(key)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".secret.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(descriptor)
        # Unlike a rename, a link fails where another process has been faster, and is there as a whole or not at all.
        path.hardlink_to(new)
    except FileExistsError:
        return
    finally:
        new.unlink()
