"""What the deployment promises, as questions to a synthesised template: each yields a sentence for each breach.

They are plain functions over the template as it is sent to CloudFormation, so they can be asked of a template that was
changed on purpose too.
"""

from collections.abc import Callable, Iterator

from promise import access, balancer, cost, data, firewall, fleet, network, people, rights, size, watch, wired
from promise.template import Case, Template

UNREADABLE = (
    AttributeError,
    IndexError,
    KeyError,
    StopIteration,
    TypeError,
    ValueError,
)  # a part is missing or of another shape
Promise = Callable[[Template, Case], Iterator[str]]

ALL: tuple[Promise, ...] = tuple(
    promise
    for module in (network, access, balancer, firewall, fleet, data, rights, people, watch, size, cost, wired)
    for promise in module.PROMISES
)


def broken(promise: Promise, template: Template, case: Case) -> list[str]:
    try:
        return list(promise(template, case))
    except UNREADABLE as error:
        return [f"what it is about cannot be read: {error!r}"]
