"""Puts the parts of auth/ into the application."""

from typing import cast

from flask import Flask

from todo.auth import guard
from todo.auth.current import Parts
from todo.auth.fetch import issuer_client
from todo.auth.jwt import MAX_REMEMBERED, Verifier
from todo.auth.recent import Recent
from todo.auth.routes import blueprint
from todo.auth.secret import cipher, load_secret
from todo.settings import Settings


def install(app: Flask) -> None:
    settings = cast("Settings", app.extensions["todo.settings"])
    verifier = Verifier(settings, issuer_client(app if settings.is_built_in_issuer else None))
    secret = load_secret(settings)
    app.extensions["todo.verifier"] = verifier
    app.extensions["todo.auth"] = Parts(
        people=Recent(MAX_REMEMBERED, verifier.clock),
        session_cipher=cipher(secret, "session"),
        attempt_cipher=cipher(secret, "attempt"),
    )
    guard.install(app)
    app.register_blueprint(blueprint)
