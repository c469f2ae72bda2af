"""Headers that every answer bears (OWASP Secure Headers): nothing may be embedded, guessed or leaked."""

from flask import Flask, Response, current_app
from werkzeug.datastructures import Headers

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def install(app: Flask) -> None:
    """Adds the headers to each answer that does not bring its own."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    wanted = {**_ALWAYS, **(_TLS if current_app.extensions["todo.settings"].is_secure else {})}
    present: Headers = response.headers
    for name, value in wanted.items():
        present.setdefault(name, value)
    return response
