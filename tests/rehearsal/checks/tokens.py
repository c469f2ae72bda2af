"""Which tokens open the API."""

import base64
import json

import httpx
from tests.rehearsal import place
from tests.rehearsal.sign_in import Tokens
from tests.rehearsal.stage import Site, Stage

TITLE = "401 without an access token"
PROVES = "instances verify tokens against the pool's published keys, under the issuer's real address"
CANNOT = "rotation of Cognito's keys, revocation"


def show(stage: Stage, site: Site) -> str:
    tokens = site.sign_in("ada")
    return stage.people.call(_try, tokens)


def _try(tokens: Tokens) -> str:
    expected = {
        "no token": ("", 401),
        "an ID token": (tokens.identity, 401),
        "a refresh token": (tokens.refresh[:2000], 401),
        "an access token of somebody else's making": (_unsigned(tokens.access), 401),
        "an access token": (tokens.access, 200),
    }
    with httpx.Client(base_url=place.URL) as client:
        for name, (token, status) in expected.items():
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.get("/todo", headers=headers)
            assert answer.status_code == status, f"{name}: {answer.status_code} {answer.text}"
        plain = client.get(f"http://{place.DOMAIN}/todo")
    assert (plain.status_code, plain.headers["Location"]) == (301, f"{place.URL}/todo")
    return "none, ID, refresh and forged: 401; access: 200; plain HTTP is sent on to HTTPS"


def _unsigned(token: str) -> str:
    """The same claims for another subject, with the signature of the original."""
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"sub": "somebody-else"}
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"
