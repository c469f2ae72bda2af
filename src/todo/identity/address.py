"""Email addresses: which are taken, how they are kept, and how they are compared."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f-\x9f]+")
_DOMAIN = re.compile(r"(?:(?!-)[\w-]{1,63}(?<!-)\.)*(?!-)[\w-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True)
class Address:
    """`email` is where mail goes; `key` is the same for all spellings of one address."""

    email: str
    key: str


def read(text: str) -> Address | None:
    """None if it is not an address. A domain without a dot is taken: a laptop or a home network may have one."""
    local, at, domain = unicodedata.normalize("NFKC", text.strip()).rpartition("@")
    email = local + at + domain.casefold()
    is_address = (
        len(email) <= LONGEST
        and len(local) <= _LONGEST_LOCAL
        and _LOCAL.fullmatch(local) is not None
        and _DOMAIN.fullmatch(domain.casefold()) is not None
        and not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for letter in email)
    )
    key = email.casefold()
    return Address(email, key) if is_address and len(key) <= LONGEST else None
