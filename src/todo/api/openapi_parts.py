"""What the contract says once: headers, parameters, how somebody is known, and the groups of routes."""

from typing import Any

Part = dict[str, Any]


def _text(description: str, example: str, **schema: Any) -> Part:
    return {"description": description, "schema": {"type": "string", **schema}, "example": example}


HEADERS: dict[str, Part] = {
    "ETag": _text("The state of what is answered; send it back as If-Match or If-None-Match.", '"42-1c2d3e4f5a6b"'),
    "Link": _text(
        "Where there is more: the next page (RFC 8288).", '</todo?limit=50&cursor=WyJwb3NpdGlvbiJd>; rel="next"'
    ),
    "Location": _text("Where the new one is.", "/todo/01900000-0000-7000-8000-00000000000a"),
    "RateLimit": _text(
        "How many requests the account has left now, and for how many seconds that holds "
        "(draft-ietf-httpapi-ratelimit-headers).",
        '"account";r=5999;t=1',
    ),
    "RateLimit-Policy": _text("How many requests an account may make in a window of seconds.", '"account";q=6000;w=60'),
    "Retry-After": {
        "description": "After how many seconds to come back.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 2,
    },
    "WWW-Authenticate": _text("What is wrong with the token (RFC 6750).", 'Bearer realm="todo"'),
}

PARAMETERS: dict[str, Part] = {
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "description": "An ETag: the change is made only if this is still the state; else 412.",
        "schema": {"type": "string"},
        "example": '"42-1c2d3e4f5a6b"',
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "An ETag: 304 without a body if this is still the state.",
        "schema": {"type": "string"},
        "example": '"42-1c2d3e4f5a6b"',
    },
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Up to 255 characters of your own making. Sent again with the same request within a day, the "
        "first answer is repeated and nothing is done twice.",
        "schema": {"type": "string", "pattern": r'^("[ !#-\[\]-~]{1,255}"|[!#-+\--~]{1,255})$'},
        "example": '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
    },
}

FIELD_ERROR: Part = {
    "type": "object",
    "description": "One field that is wrong.",
    "required": ["field", "code", "message"],
    "properties": {
        "field": {"type": "string", "description": "Its name in the request."},
        "code": {"type": "string", "description": "Stable."},
        "message": {"type": "string", "description": "A sentence for people."},
        "column": {"type": "integer", "minimum": 1, "description": "Of a query, the first character that is wrong."},
    },
}

PROBLEM: Part = {
    "type": "object",
    "description": "A refusal (RFC 9457). `code` is stable, `detail` is for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
    },
}

GROUPS: dict[str, str] = {
    "todo": "Things to do.",
    "list": "Ordered homes of todos. A todo with no list is in the Inbox.",
    "section": "Named groups inside a list; columns where the list is shown as a board.",
    "tag": "Words on todos, across lists.",
    "filter": "Saved questions, in the language that people know.",
    "trash": "What was thrown away in the last 30 days.",
    "sync": "One round trip for a client that works offline: its changes in, those of others out.",
    "history": "What happened, and undoing it.",
    "events": "A stream that says when there is something new.",
    "me": "The account of whoever asks, with all that is in it.",
    "token": "Personal access tokens, for programs.",
    "session": "Where somebody is signed in.",
    "health": "For load balancers.",
    "contract": "What you are reading.",
}

GROUP_OF = {"openapi.json": "contract", "docs": "contract", "import": "me", "quick": "todo"}
"""Where the first word of the path is not the group's name."""


def security_schemes(cookie: str) -> dict[str, Part]:
    """How somebody is known; `cookie` is the name of the session's."""
    return {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of the issuer (a JWT), or a personal access token.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie,
            "description": "The browser's session. Ignored where there is an `Authorization` header.",
        },
        "script": {
            "type": "apiKey",
            "in": "header",
            "name": "X-Requested-With",
            "description": "With the session, whatever is not a GET must say `todo` here, and come from our own page.",
        },
    }
