"""Who is asking: JWT of the one issuer in a header, or a browser's session in a cookie."""

from flask import Flask


def install(app: Flask) -> None:
    """Guards every route of `app` and adds those under /auth. Has `todo.settings` in its extensions by then."""
    from todo.auth.installed import install as add  # noqa: PLC0415 (the identity package needs this one, and it that)

    add(app)
