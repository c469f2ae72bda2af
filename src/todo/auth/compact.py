"""The strict reading of a JWT before any library sees it: RFC 7515, 7.1 and RFC 8725."""

from dataclasses import dataclass
from typing import Any

from todo.auth import base64url
from todo.auth.refused import TokenRefused
from todo.auth.strict_json import parse_object

MAX_TOKEN_BYTES = 8192
MAX_HEADER_BYTES = 1024
MAX_KID_CHARACTERS = 256

# Keys that the token itself brings or names, extensions that we would have to understand, and other formats.
FORBIDDEN_HEADERS = frozenset({"crit", "jwk", "jku", "x5u", "x5c", "b64", "enc", "zip", "epk", "cty"})


@dataclass(frozen=True, slots=True)
class Compact:
    """A token whose shape is sound; nothing in it is to be believed before its signature is verified."""

    text: str
    algorithm: str
    kid: str
    type: str | None
    payload: dict[str, Any]


def parse(token: str) -> Compact:
    """Raises TokenRefused for whatever is not three parts of canonical base64url around two JSON objects."""
    if len(token) > MAX_TOKEN_BYTES:
        raise TokenRefused("too_large")
    parts = token.split(".")
    if len(parts) != 3 or len(parts[0]) > MAX_HEADER_BYTES:
        raise TokenRefused("malformed")
    header, payload = _object(parts[0]), _object(parts[1])
    _signature(parts[2])
    if FORBIDDEN_HEADERS & header.keys():
        raise TokenRefused("forbidden_header")
    return Compact(token, _algorithm(header), _kid(header), _type(header), payload)


def _object(part: str) -> dict[str, Any]:
    try:
        return parse_object(base64url.decode(part))
    except ValueError:
        raise TokenRefused("malformed") from None


def _signature(part: str) -> None:
    try:
        is_empty = not base64url.decode(part)
    except ValueError:
        raise TokenRefused("malformed") from None
    if is_empty:
        raise TokenRefused("signature")


def _algorithm(header: dict[str, Any]) -> str:
    if isinstance(algorithm := header.get("alg"), str):
        return algorithm
    raise TokenRefused("algorithm")


def _kid(header: dict[str, Any]) -> str:
    kid = header.get("kid")
    if isinstance(kid, str) and 0 < len(kid) <= MAX_KID_CHARACTERS:
        return kid
    raise TokenRefused("unknown_key")


def _type(header: dict[str, Any]) -> str | None:
    """`typ` in lower case without its optional prefix: RFC 7515, 4.1.9."""
    if "typ" not in header:
        return None
    if isinstance(kind := header["typ"], str):
        return kind.lower().removeprefix("application/")
    raise TokenRefused("malformed")
