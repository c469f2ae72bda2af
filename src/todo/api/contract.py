"""What a route promises, declared right above it; `openapi` makes the document of it and of the models."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

View = TypeVar("View", bound=Callable[..., Any])

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Promise:
    """What `contract` was told."""

    answer: Any
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    status: tuple[int, ...]
    problems: tuple[str, ...]
    example: object
    media: str
    heeds_if_match: bool
    needs_body: bool
    keeps_answers: bool


def contract(
    answer: Any = None,
    *,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    status: int | tuple[int, ...] | None = None,
    problems: Sequence[str] = (),
    example: object = None,
    media: str = JSON,
    heeds_if_match: bool = False,
    needs_body: bool = True,
    keeps_answers: bool = True,
) -> Callable[[View], View]:
    """Declares a route. The first line of the view's docstring is its summary, the rest its description.

    `answer` is the type of the answer: a model such as those in `api.answers`, a list of one (a page, with Link), or
    None for 204 without a body. `body` and `query` are the models that the view reads. `problems` are the codes
    (`todo.problems`) that it refuses with besides those that follow from all this. `example` is a body to try it with.
    `needs_body=False`: it may be left out. `heeds_if_match` follows from an `answers.Row` that is answered to a change.
    `keeps_answers=False` is for a POST that does not heed Idempotency-Key, because its answer must not be kept or
    because it knows better itself.
    """
    usual = 204 if answer is None else 200
    statuses = status if isinstance(status, tuple) else (status or usual,)
    promise = Promise(
        answer, body, query, statuses, tuple(problems), example, media, heeds_if_match, needs_body, keeps_answers
    )

    def declare(view: View) -> View:
        view.promise = promise  # type: ignore[attr-defined]
        return view

    return declare


def promise_of(view: Callable[..., Any]) -> Promise | None:
    """None if the view has declared nothing."""
    return getattr(view, "promise", None)
