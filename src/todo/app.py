"""The application, from its parts: the table of contents. Read it first."""

from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from todo import auth, errors, gone, headers, identity, limits, logs, metrics, race
from todo.api import (
    archive,
    bulk,
    docs,
    events,
    health,
    history,
    me,
    occurrence,
    openapi,
    quick,
    section,
    session,
    sync,
    tag,
    todo,
    token,
    trash,
    web,
)
from todo.api import filter as filters
from todo.api import list as lists
from todo.api.once import once
from todo.db import Pool
from todo.patience import Patience
from todo.settings import Settings

_PARTS = (
    *(todo, quick, occurrence, bulk, lists, section, tag, filters, history, trash),
    *(me, archive, token, session, sync, events, health, openapi, docs, web),
)


class Todo(Flask):
    """Flask that makes a request again when another transaction stood in its way: it has left nothing behind.

    Whatever a request stumbles over whose account was deleted meanwhile, its answer is that there is no such account.
    """

    def dispatch_request(self) -> Any:
        try:
            return self._dispatched()
        except Exception as error:
            if not gone.is_answer_to(error):
                raise
            raise errors.not_found("account") from error

    def _dispatched(self) -> Any:
        for lost in range(race.TRIES - 1):
            try:
                return once(super().dispatch_request)
            except psycopg.Error as error:
                if not errors.is_lost_race(error):
                    raise
                race.give_way(lost)
        return once(super().dispatch_request)


def create_app(settings: Settings, pool: Pool, *, is_draining: Callable[[], bool] = lambda: False) -> Flask:
    """The WSGI application over a database that has been migrated. `is_draining` says that the process is stopping."""
    app = Todo("todo", static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    app.extensions.update({"todo.settings": settings, "todo.pool": pool, "todo.is_draining": is_draining})
    app.wsgi_app = Patience(app.wsgi_app, settings.body_seconds)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)

    logs.install(app)
    if settings.metrics == "emf":
        metrics.install(app)
    if settings.metrics == "prometheus":
        from todo import prometheus  # noqa: PLC0415 (who does not ask for it need not hold it)

        prometheus.install(app)
    errors.install(app)
    headers.install(app)
    auth.install(app)
    limits.install(app)
    if settings.is_built_in_issuer:
        identity.install(app)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    return app
