"""Several instances, one database."""

import httpx
from tests.rehearsal import place
from tests.rehearsal.stage import Site, Stage

TITLE = "two subnets, one database"
PROVES = "instances in both subnets serve, and what one stores the other reads"
CANNOT = "zones: it is one machine"
REQUESTS = 20


def show(stage: Stage, site: Site) -> str:
    token = site.sign_in("ada").access
    before = site.balancer.requests()
    stage.people.call(_store_and_read, token)
    served = {address: count - before[address] for address, count in site.balancer.requests().items()}
    assert len(served) == 2
    assert all(served.values()), served
    return ", ".join(f"{address} answered {count}" for address, count in served.items())


def _store_and_read(token: str) -> None:
    """Each request over a connection of its own."""
    headers = {"Authorization": f"Bearer {token}"}
    for number in range(REQUESTS):
        made = httpx.post(f"{place.URL}/todo", headers=headers, json={"title": f"Number {number}"}).raise_for_status()
        read = httpx.get(f"{place.URL}/todo/{made.json()['id']}", headers=headers)
        assert read.status_code == 200
