"""What the parts of auth/ share while a request is served."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from cryptography.fernet import MultiFernet
from flask import current_app

from todo.auth.jwt import Verifier
from todo.auth.recent import Recent
from todo.settings import Settings
from todo.store.account import Known


@dataclass(frozen=True, slots=True)
class Parts:
    """`people` are the accounts of subjects seen lately; the ciphers are for what we keep, and for what browsers do."""

    people: Recent[str, Known]
    session_cipher: MultiFernet
    attempt_cipher: MultiFernet


def parts() -> Parts:
    return cast("Parts", current_app.extensions["todo.auth"])


def settings() -> Settings:
    return cast("Settings", current_app.extensions["todo.settings"])


def verifier() -> Verifier:
    return cast("Verifier", current_app.extensions["todo.verifier"])


def now() -> datetime:
    return datetime.fromtimestamp(verifier().clock(), UTC)


def base() -> str:
    """What paths are appended to where an absolute address is needed."""
    return settings().base_url.rstrip("/")


def redirect_uri() -> str:
    return base() + "/auth/callback"
