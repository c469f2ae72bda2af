"""Every code that a refusal can have, its statuses, and when: what `/openapi.json` and its page say of them."""

from typing import NamedTuple


class Code(NamedTuple):
    """`statuses` it comes with, and a sentence for people."""

    statuses: tuple[int, ...]
    when: str


CODES: dict[str, Code] = {
    "bad_request": Code((400,), "The request is not HTTP as it should be."),
    "not_json": Code((400, 415), "The body is not JSON, or is not sent as `application/json`."),
    "invalid_request": Code((400,), "The `Authorization` header is not one token."),
    "unauthorized": Code((401,), "There is no token and no session."),
    "invalid_token": Code((401,), "The token does not hold; `WWW-Authenticate` says why."),
    "cross_site": Code((403,), "A cookie came without what proves that the page itself asks."),
    "fresh_login_required": Code((403,), "The password must have been given within the last ten minutes."),
    "insufficient_scope": Code((403,), "The token may read, and this writes."),
    "limited": Code((403,), "The token is limited to one list, and this is beyond it."),
    "navigation_only": Code((403,), "This address is to be opened, not fetched."),
    "other_account": Code((403,), "The body names another account than that of whoever asks."),
    "person_only": Code((403,), "Only a person may do this, not a personal access token."),
    "not_found": Code((404,), "It is not there, or it is not yours."),
    "no_program_client": Code((404,), "Programs sign in here with a personal access token only."),
    "method_not_allowed": Code((405,), "`Allow` names the methods that are."),
    "id_taken": Code((409,), "Another create has this id."),
    "in_trash": Code((409,), "It is in the trash; restore it first."),
    "not_in_trash": Code((409,), "It is not in the trash; delete it first."),
    "does_not_repeat": Code((409,), "The todo does not repeat, so that there is nothing to skip to."),
    "list_in_trash": Code((409,), "Its list is in the trash; restore that first."),
    "taken": Code((409,), "Another tag has this name."),
    "not_empty": Code((409,), "The account has rows already; an archive is taken into an empty one."),
    "too_many": Code((409,), "There are as many as may be; remove one first."),
    "under_way": Code((409,), "A request with this Idempotency-Key is being answered right now."),
    "changed_meanwhile": Code((412,), "`If-Match` names another state."),
    "too_large": Code((413,), "The body is larger than this server takes."),
    "misdirected": Code((421,), "The proxy in front leads `/events` to the wrong port."),
    "invalid": Code((422,), "`errors` names each field that is wrong, with a code of its own."),
    "key_reused": Code((422,), "This Idempotency-Key came with another request before."),
    "too_many_attempts": Code((429,), "Sign-in was tried too often; `Retry-After` says when to come back."),
    "too_many_streams": Code((429,), "The account holds as many event streams open as it may; end one of them."),
    "too_many_requests": Code((429,), "The account has asked too often; `Retry-After` says when to come back."),
    "internal": Code((500,), "It is our fault, and in the log."),
    "database_away": Code((503,), "The database is away; try again after `Retry-After` seconds."),
    "draining": Code((503,), "This process is stopping; ask another."),
    "issuer_unreachable": Code((503,), "The issuer of tokens is away; try again after `Retry-After` seconds."),
    "full": Code(
        (503,), "This server holds as many event streams open as it may; try again after `Retry-After` seconds."
    ),
    "try_again": Code((503,), "Others change the same; try again after `Retry-After` seconds."),
}
