"""Who may hold a stream: decided by the application itself, by the very code that decides for every other route."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask, Response, request

from todo import db
from todo.auth import guard, origin
from todo.auth.asker import asker
from todo.errors import Problem, problem_of
from todo.events.hub import Hub
from todo.events.stream import Admitted, Shown, Stream
from todo.store import space

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PLACE = "todo.stream"
PATH = "/events"


def install(app: Flask, hub: Hub) -> None:
    """Lets `app` hold streams in `hub`, where it would else say which address does."""

    def begin() -> Response:
        """The head of a stream; who has asked for it stands in the request's environment from then on."""
        _check_origin()
        admitted = _admitted()
        if request.method == "GET":  # and not HEAD
            hub.reserve(admitted.account)
            request.environ[PLACE] = admitted
        # A proxy that gathers what it passes on would keep the events back: nginx.org, X-Accel-Buffering.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(iter(()), headers=headers, content_type="text/event-stream")  # of a length that nobody knows

    app.extensions.update({"todo.streams": hub, "todo.begin_stream": begin})
    app.after_request(_let_the_page_read)


def seqs(app: Flask, spaces: list[UUID]) -> dict[UUID, int]:
    """The number of each of these spaces that there is. Raises psycopg.Error."""
    with app.app_context(), db.statement(spaces=f"{{{','.join(map(str, spaces))}}}") as conn:
        return space.seqs(conn, spaces)


def refused(app: Flask, streams: Iterable[Stream], looked: Callable[[Stream], None]) -> list[Stream]:
    """Those of the streams whose asker would not be let in any more. `looked` is told of every other.

    If somebody cannot be judged, because the database or the issuer is away, they stay, and so do those behind them.
    """
    found: list[Stream] = []
    for stream in streams:
        problem = _problem(app, stream.admitted.shown)
        if problem and problem.status >= 500:
            break
        if problem:
            found.append(stream)
        else:
            looked(stream)
    return found


def _problem(app: Flask, shown: Shown) -> Problem | None:
    with app.request_context(_environ(shown)):
        try:
            guard.admit(is_visit=False)
        except Exception as error:  # noqa: BLE001 (as Flask does around a view)
            return problem_of(error)
    return None


def _environ(shown: Shown) -> "WSGIEnvironment":
    """A request like the one that began the stream, as far as it says who asks."""
    headers = {"HTTP_AUTHORIZATION": shown.authorization, "HTTP_COOKIE": shown.cookie}
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": PATH,
        "SERVER_NAME": "again",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        **{name: value for name, value in headers.items() if value is not None},
    }


def _admitted() -> Admitted:
    who, sent = asker(), request.headers
    with db.statement() as conn:
        seq = space.seq(conn, who.space)
    shown = Shown(sent.get("Authorization"), sent.get("Cookie"))
    return Admitted(who.account, who.space, seq, sent.get("Last-Event-ID", "")[:64], who.ends_at, shown)


def _check_origin() -> None:
    """A browser adds the cookie by itself, and a stream takes up a place: only our own page may hold one by it.

    The port is another than the page's where no proxy stands before both, so that the browser says 'same-site' then.
    """
    if "Authorization" in request.headers:
        return
    stated, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    is_ours = stated == origin.base_origin() if stated else site in {"same-origin", "none"}
    if not is_ours:
        raise Problem(403, "cross_site", "This request comes from another site.")


def _let_the_page_read(response: Response) -> Response:
    """What the page asks for from another port it may read, with its cookie (Fetch standard, CORS protocol).

    Its browser may ask beforehand, and then says not yet who asks.
    """
    if request.headers.get("Origin") == origin.base_origin():
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            wanted = request.headers.get("Access-Control-Request-Headers", "")
            response = Response(status=204, headers={"Access-Control-Allow-Headers": wanted})
        response.headers["Access-Control-Allow-Origin"] = origin.base_origin()
        response.headers["Access-Control-Allow-Credentials"] = "true"
    response.vary.add("Origin")
    return response
