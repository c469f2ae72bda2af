"""How somebody comes to have an account and a token."""

from contextlib import suppress

from botocore.exceptions import ClientError
from tests.rehearsal.sign_in import Issuer, NotSignedIn, Person
from tests.rehearsal.stage import Site, Stage

TITLE = "sign-up, hosted sign-in with PKCE"
PROVES = (
    "the pool, its domain and the public client are wired: code flow at AWS's host names, verifier and code checked"
)
CANNOT = "the hosted sign-up page, mail, passkeys, MFA and the managed pages' branding: the emulator has none"


def show(stage: Stage, site: Site) -> str:
    for name in ("ada", "bob"):
        site.persons[name] = stage.people.call(site.issuer.sign_up, name)
    return stage.people.call(_try, site.issuer, site.persons["ada"])


def _try(issuer: Issuer, person: Person) -> str:
    assert issuer.sign_in(person).access
    for person_or_other, verifier in ((Person(person.email, "wrong"), ""), (person, "another" * 8)):
        try:
            issuer.sign_in(person_or_other, verifier=verifier)
        except NotSignedIn:
            continue
        raise AssertionError("a wrong password or a wrong verifier was let in")
    carol = issuer.begin("carol")
    with suppress(ClientError):
        issuer.confirm(carol, "000000")
        raise AssertionError("a wrong confirmation code was taken")
    return "2 people signed up and in; wrong code, password and verifier refused"
