"""The cookies of the sign-in: `signin` is the browser's, `form` belongs to its forms, `device` says who was here."""

from typing import Literal

from flask import Response, request

from todo.identity.current import current

Name = Literal["signin", "form", "device"]


def read(name: Name) -> str:
    """An empty string if there is none."""
    return request.cookies.get(_full(name), "")


def write(response: Response, name: Name, value: str, max_age: int | None = None) -> None:
    """`max_age` in seconds; without it the cookie ends with the browser."""
    secure = current().settings.is_secure
    response.set_cookie(_full(name), value, max_age, path="/", secure=secure, httponly=True, samesite="Lax")


def clear(response: Response, name: Name) -> None:
    write(response, name, "", 0)


def _full(name: Name) -> str:
    """`__Host-` keeps a neighbouring host from setting it, and wants TLS (RFC 6265bis, section 4.1.3.2)."""
    return f"__Host-{name}" if current().settings.is_secure else name
