"""Why a token is refused: a stable code and a sentence. Neither ever holds a part of the token."""

REALM = 'Bearer realm="todo"'
"""The beginning of each `WWW-Authenticate`."""

REASONS = {
    "too_large": "The token is larger than 8 KB.",
    "malformed": "The token is not a well-formed JWT.",
    "forbidden_header": "The token's header has a parameter that is not accepted here.",
    "algorithm": "The token's algorithm is not accepted here.",
    "unknown_key": "The issuer has no such signing key.",
    "signature": "The signature does not belong to the token.",
    "issuer": "The token is from another issuer.",
    "expiry": "The token has no valid end.",
    "expired": "The token has expired.",
    "not_yet_valid": "The token is not valid yet.",
    "not_an_access_token": "This is not an access token.",
    "not_an_identity_token": "This is not an ID token.",
    "client": "The token was given to another client.",
    "audience": "The token is meant for another service.",
    "subject": "The token names no valid subject.",
    "scope": "The token's scopes are not valid.",
    "nonce": "The ID token belongs to another sign-in.",
    "access_token_hash": "The ID token belongs to another access token.",
}


class TokenRefused(Exception):
    """`code` is a key of REASONS and part of the contract; the text is for people (RFC 6750)."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code
