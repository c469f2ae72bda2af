"""Who may hold a stream, how many, and for how long."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from auth.issuer import Issuer
from events.conftest import Streams
from events.listener import Listener
from people import Person
from program import until
from todo import embedded
from todo.auth import session
from todo.auth.session import Cookie
from todo.store.account import Known

BASE = "http://127.0.0.1:8000"


def signed_in(streams: Streams, person: Person) -> Cookie:
    """A session of the person, as the sign-in begins it."""
    me = person.get("/me").get_json()
    with streams.app.test_request_context():
        return session.start(Known(me["id"], me["space"]), None, None)


def header(cookie: Cookie) -> dict[str, str]:
    return {"Cookie": f"theme=dark; todo-session={cookie}"}


def is_let_in(streams: Streams, person: Person) -> bool:
    listener = streams.hear(person.token)
    listener.close()
    return listener.status == 200


def test_whoever_shows_nothing_hears_nothing(streams: Streams) -> None:
    assert streams.hear().problem() == (401, "unauthorized")


def test_a_token_that_does_not_hold_is_refused_as_everywhere(streams: Streams, token_issuer: Issuer) -> None:
    expired = token_issuer.token(exp=int(time.time()) - 60)

    listener = streams.hear(expired)

    assert "expired" in listener.headers["WWW-Authenticate"]
    assert listener.problem() == (401, "invalid_token")


def test_a_token_in_the_address_is_not_looked_at(streams: Streams, owner: Person) -> None:
    listener = Listener(streams.port, path=f"/events?access_token={owner.token}")

    assert listener.problem() == (401, "unauthorized")


@pytest.mark.parametrize("path", ["/todo", "/", "/events/", "/auth/login", "/oauth2/authorize", "/static/todo.css"])
def test_the_port_of_events_has_nothing_else(streams: Streams, owner: Person, path: str) -> None:
    assert Listener(streams.port, owner.token, path).status == 404


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_the_port_of_events_says_whether_its_process_is_well(streams: Streams, path: str) -> None:
    assert Listener(streams.port, path=path).status == 200


def test_the_pages_cookie_opens_a_stream(streams: Streams, owner: Person) -> None:
    with streams.hear(**header(signed_in(streams, owner)), **{"Sec-Fetch-Site": "same-origin"}) as listener:
        listener.cursor()

        newest = str(owner.made("todo")["seq"])

        assert listener.cursor() == newest


def test_the_page_may_read_it_from_another_port_and_nobody_else(streams: Streams, owner: Person) -> None:
    cookie = header(signed_in(streams, owner))

    with streams.hear(**cookie, Origin=BASE, **{"Sec-Fetch-Site": "same-site"}) as listener:
        assert listener.headers["Access-Control-Allow-Origin"] == BASE
        assert listener.headers["Access-Control-Allow-Credentials"] == "true"
        assert listener.headers["Vary"] == "Origin"
    other = streams.hear(**cookie, Origin="http://127.0.0.1:3000", **{"Sec-Fetch-Site": "same-site"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert other.problem() == (403, "cross_site")


def test_a_browser_may_ask_beforehand_for_the_page_and_for_nobody_else(streams: Streams) -> None:
    client = streams.app.test_client()
    asks = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}

    ours = client.options("/events", headers={**asks, "Origin": BASE})
    theirs = client.options("/events", headers={**asks, "Origin": "http://127.0.0.1:3000"})

    assert (ours.status_code, ours.headers["Access-Control-Allow-Headers"]) == (204, "authorization")
    assert ours.headers["Access-Control-Allow-Origin"] == BASE
    assert "Access-Control-Allow-Origin" not in theirs.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_holds_no_stream_by_the_cookie(streams: Streams, owner: Person, site: str) -> None:
    listener = streams.hear(**header(signed_in(streams, owner)), **{"Sec-Fetch-Site": site})

    assert listener.problem() == (403, "cross_site")


def test_where_there_is_a_token_the_cookie_is_not_looked_at(streams: Streams, owner: Person, stranger: Person) -> None:
    with streams.hear(stranger.token, **header(signed_in(streams, owner))) as listener:
        listener.cursor()

        owner.made("todo")
        newest = str(stranger.made("todo")["seq"])

        assert listener.cursor() == newest


def test_a_stream_ends_with_its_token(streams: Streams, token_issuer: Issuer) -> None:
    now = int(time.time())
    token = token_issuer.token(sub="short", iat=now - 60, exp=now - 27)  # what is accepted for 30 seconds more

    with streams.hear(token) as listener:
        listener.cursor()

        assert b"retry" not in listener.rest()
    assert streams.hear(token).problem() == (401, "invalid_token")


def personal(person: Person, **fields: object) -> dict[str, str]:
    """A new personal access token of theirs: `id` and `token`."""
    answer = person.post("/token", {"name": "A program that listens", "scopes": ["read"], **fields})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


def test_a_stream_ends_with_its_personal_access_token(make_streams: Callable[..., Streams], owner: Person) -> None:
    streams = make_streams(look_seconds=3600)  # so that it ends by itself, and not by being looked at
    soon = datetime.now(UTC) + timedelta(seconds=2)

    with streams.hear(personal(owner, expires_at=soon.isoformat())["token"]) as listener:
        listener.cursor()

        listener.rest()


def test_a_stream_ends_soon_after_its_token_was_revoked(streams: Streams, owner: Person) -> None:
    made = personal(owner)
    with streams.hear(made["token"]) as listener:
        listener.cursor()

        assert owner.delete(f"/token/{made['id']}").status_code == 204

        listener.rest()


def test_a_token_of_one_list_hears_nothing(streams: Streams, owner: Person) -> None:
    limited = personal(owner, list=owner.made("list")["id"])

    assert streams.hear(limited["token"]).problem() == (403, "limited")


def test_a_stream_ends_soon_after_its_session(streams: Streams, owner: Person) -> None:
    cookie = signed_in(streams, owner)
    with streams.hear(**header(cookie)) as listener:
        listener.cursor()

        with streams.app.test_request_context():
            session.end(cookie)

        listener.rest()
    assert streams.hear(**header(cookie)).problem() == (401, "unauthorized")


def test_a_stream_does_not_make_its_session_live_longer(
    streams: Streams, owner: Person, database: embedded.Database
) -> None:
    cookie = signed_in(streams, owner)
    with streams.hear(**header(cookie)) as listener, psycopg.connect(database.service, autocommit=True) as conn:
        listener.cursor()
        conn.execute("select set_config('todo.spaces', %s, false)", (cookie.spaces,))
        conn.execute("update session set seen_at = now() - interval '2 hours', expires_at = now() + interval '9 days'")
        (held,) = [one for one in streams.hub.streams() if str(one.admitted.space) == str(cookie.space)]

        looked_at = held.look_at
        until(lambda: held.look_at > looked_at)

        assert conn.execute("select expires_at < now() + interval '10 days' from session").fetchall() == [(True,)]


def test_a_stream_ends_with_its_space(streams: Streams, owner: Person, database: embedded.Database) -> None:
    me = owner.get("/me").get_json()
    with streams.hear(owner.token) as listener:
        listener.cursor()

        with psycopg.connect(database.service) as conn:
            conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{me['space']}}}",))
            conn.execute("delete from history where space = %s", (me["space"],))
            conn.execute("delete from account where space = %s", (me["space"],))
            conn.execute("delete from space where id = %s", (me["space"],))

        listener.rest()


def test_an_account_may_hold_so_many_and_no_more(
    make_streams: Callable[..., Streams], owner: Person, stranger: Person
) -> None:
    streams = make_streams(events_per_account=2)
    with streams.hear(owner.token), streams.hear(owner.token) as second:
        third = streams.hear(owner.token)
        assert third.headers["Retry-After"]
        assert third.problem() == (429, "too_many_streams")
        with streams.hear(stranger.token):
            pass

        second.close()

        until(lambda: is_let_in(streams, owner))


def test_a_process_holds_so_many_and_no_more(
    make_streams: Callable[..., Streams], owner: Person, stranger: Person
) -> None:
    streams = make_streams(events_at_most=1)
    with streams.hear(owner.token):
        assert streams.hear(stranger.token).problem() == (503, "full")


def test_a_question_for_the_head_takes_no_place(make_streams: Callable[..., Streams], owner: Person) -> None:
    streams = make_streams(events_at_most=1)

    for _ in range(2):
        assert (
            streams.app.test_client().head("/events", headers={"Authorization": f"Bearer {owner.token}"}).status_code
            == 200
        )

    assert is_let_in(streams, owner)


def test_a_stop_ends_streams_and_says_when_to_come_back(make_streams: Callable[..., Streams], owner: Person) -> None:
    streams = make_streams()
    with streams.hear(owner.token) as listener:
        listener.cursor()

        streams.stop()

        assert listener.rest().startswith(b"retry: ")


def test_the_main_port_says_where_the_stream_is_to_whom_it_knows(
    make_app: Callable[..., object], owner: Person
) -> None:
    answer = owner.get("/events")

    assert (answer.status_code, answer.headers["Location"]) == (307, "http://127.0.0.1:8001/events")
    assert answer.headers["Cache-Control"] == "no-store"
    assert owner.client.get("/events").status_code == 401


def test_the_main_port_says_so_if_a_proxy_leads_events_to_it(
    make_app: Callable[..., object], token_issuer: Issuer, owner: Person
) -> None:
    app = make_app(issuer=token_issuer.url, client_id="web", base_url="https://todo.example.com")

    answer = Person(app.test_client(), owner.token).get("/events")  # type: ignore[attr-defined]

    assert answer.status_code == 421
