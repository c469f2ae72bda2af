"""What people write into the forms, and what to tell them of it."""

import unicodedata

from flask import request

from todo.identity import address, password
from todo.identity.address import Address

_LONGEST_NAME = 200
NO_ADDRESS = "Write an email address, for example name@example.com."


def email() -> Address | None:
    return address.read(request.form.get("email", ""))


def secret(name: str) -> str:
    """A password as it was typed: no letter of it is taken away."""
    return request.form.get(name, "")


def name() -> str | None:
    """With single spaces; None if it was left empty."""
    return " ".join(unicodedata.normalize("NFC", request.form.get("name", "")).split()) or None


def wrong_name() -> dict[str, str]:
    given = name() or ""
    if len(given) > _LONGEST_NAME:
        return {"name": f"Use {_LONGEST_NAME} characters or fewer."}
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in given):
        return {"name": "Use letters and signs that can be seen."}
    return {}


def wrong_password(field: str, *about: str | None) -> dict[str, str]:
    refusal = password.refusal(secret(field), *about)
    return {field: refusal} if refusal else {}
