"""The built-in sign-in: an OpenID provider on the paths of Cognito's hosted pages, used when no issuer is set."""

from flask import Flask


def install(app: Flask) -> None:
    """Makes the application its own issuer. It has `todo.settings` in its extensions by then."""
    from todo.identity.blueprint import install as add  # noqa: PLC0415 (auth needs this package's clients, and it auth)

    add(app)
