"""The web application: files that were built beforehand, with their compressed forms beside them.

`web/` is where it is written, and `todo/web/` where `vite build` puts it: a shell that is the same for every screen,
files whose names bear the hash of their content, and the service worker. What is not there is 404, never the shell.
"""

import hashlib
import mimetypes
import re
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

from todo.auth.guard import public
from todo.errors import Problem
from todo.settings import LOOPBACK, Settings

blueprint = Blueprint("web", __name__)

FOLDER = Path(__file__).parents[1] / "web"

_HASHED = re.compile(r"assets/.+-[\w-]{8}\.\w+")
_FOREVER = "public, max-age=31536000, immutable"
_SUFFIXES = {"br": ".br", "gzip": ".gz"}
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'{events}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html todo-sw"
)
_WORKER_POLICY = "default-src 'none'; connect-src 'self'"  # of what it may fetch
# What unregisters itself and throws away what it has kept: for a service worker that must not go on.
# Chromium forgets that it was asked not to wait where the worker before this one is just being started or stopped.
_NO_WORKER = """\
self.addEventListener("install", () => self.skipWaiting());
setInterval(() => self.skipWaiting(), 1000);
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
  await Promise.allSettled((await self.clients.matchAll()).map((page) => page.navigate(page.url)));
})()));
"""


@blueprint.get("/")
@blueprint.get("/app")
@blueprint.get("/app/<path:screen>")
@public
def shell(screen: str = "") -> ResponseReturnValue:  # noqa: ARG001 (which screen it is is for the script to say)
    """The same for everyone and every screen."""
    settings = cast("Settings", current_app.extensions["todo.settings"])
    if _is_other_loopback_name(settings.base_url):
        here = settings.base_url.rstrip("/") + request.full_path.rstrip("?")
        return redirect(here), {"Cache-Control": "no-store"}
    if not (FOLDER / "index.html").is_file():
        raise Problem(404, "not_found", "The web application is not built: run python hatch_build.py.")
    response = _file("index.html")
    response.headers["Content-Security-Policy"] = _POLICY.format(events=_elsewhere(settings))
    return response


@blueprint.get("/assets/<path:name>")
@public
def asset(name: str) -> Response:
    return _file(f"assets/{name}")


@blueprint.get("/sw.js")
@public
def service_worker() -> Response:
    """The service worker, or, where the setting says so, one that removes it from every browser that asks."""
    settings = cast("Settings", current_app.extensions["todo.settings"])
    is_kept = settings.service_worker and (FOLDER / "sw.js").is_file()
    response = _file("sw.js") if is_kept else _answered(_NO_WORKER.encode(), "sw.js", None)
    response.headers["Content-Security-Policy"] = _WORKER_POLICY
    return response


def _file(name: str) -> Response:
    """The file, in the form that is best for whoever asks. Raises Problem 404."""
    path = Path(safe_join(str(FOLDER), name) or FOLDER)
    if path.suffix in _SUFFIXES.values() or not path.is_file():
        raise Problem(404, "not_found", "There is nothing at this path.")
    for encoding, suffix in _SUFFIXES.items():
        compressed = path.with_name(path.name + suffix)
        if request.accept_encodings.quality(encoding) > 0 and compressed.is_file():
            return _answered(compressed.read_bytes(), name, encoding)
    return _answered(path.read_bytes(), name, None)


def _answered(body: bytes, name: str, encoding: str | None) -> Response:
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(body, content_type=kind)
    response.headers["Cache-Control"] = _FOREVER if _HASHED.fullmatch(name) else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(hashlib.sha256(body).hexdigest()[:20])
    response.make_conditional(request)
    return response


def _elsewhere(settings: Settings) -> str:
    """The origin of the event stream, where that is not the page's own, as another source of `connect-src`."""
    base, events = urlsplit(settings.base_url), urlsplit(settings.events_address)
    is_same = (base.scheme, base.netloc) == (events.scheme, events.netloc)
    return "" if is_same else f" {events.scheme}://{events.netloc}"


def _is_other_loopback_name(base_url: str) -> bool:
    """A session belongs to one host name: who has opened `localhost` could not sign in at `127.0.0.1`.

    With another port there is something in between, which may well send back whoever is sent on.
    """
    base, asked = urlsplit(base_url), urlsplit(f"//{request.host}")
    names = {base.hostname, asked.hostname}
    return len(names) == 2 and names <= LOOPBACK and base.port == asked.port
