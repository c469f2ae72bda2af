"""What a deployment may be: three profiles, and what differs from place to place. The safe value is the default."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

BUNDLES = Path(__file__).parent / ".bundle"
SERVICE_PORT = 8000
EVENTS_PORT = 8001  # where GET /events is held open
EVENTS_PATH = "/events"
IDLE_SECONDS = 60  # a stream says something every 20 seconds
HEALTH_PORT = 8002  # apart from people's: a full instance must not be taken for a dead one
DATABASE_PORT = 5433  # not the usual one, which scanners look for
MAX_BODY_BYTES = 1_048_576  # TODO_MAX_BODY_BYTES, what the program itself takes


class SettingsError(Exception):
    """A setting of the deployment is wrong: one sentence with what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Fleet:
    instance: str  # a Graviton type
    instance_x86: str  # what stands in for it with architecture=x86_64
    at_least: int
    at_most: int
    requests_per_minute: int  # of one instance, at which another is added: docs/growth.md
    cpu_percent: int = 50
    warm_up_seconds: int = 180  # boot, two health checks, and the minute that CloudWatch is behind
    is_predictive: bool = False


@dataclass(frozen=True, kw_only=True)
class Database:
    instance: str
    storage_gib: int
    storage_limit_gib: int
    connections_alarm: int  # three quarters of what its memory allows
    is_multi_az: bool = True
    backup_days: int = 35


@dataclass(frozen=True, kw_only=True)
class Profile:
    name: str
    fleet: Fleet
    database: Database
    budget_usd: int  # a month, of the whole account
    zones: int = 2
    nat: Literal["gateway per zone", "one instance"] = "gateway per zone"
    has_firewall: bool = True
    gives_up: tuple[str, ...] = ()


SMALL = Profile(
    name="small",
    nat="one instance",
    has_firewall=False,
    fleet=Fleet(instance="t4g.small", instance_x86="t3.small", at_least=1, at_most=2, requests_per_minute=18_000),
    database=Database(
        instance="t4g.micro",
        storage_gib=20,
        storage_limit_gib=100,
        connections_alarm=60,
        is_multi_az=False,
        backup_days=7,
    ),
    budget_usd=100,
    gives_up=(
        "one instance: while it is replaced after a failure nobody is served, a minute or two",
        "a database in one zone: when it fails, AWS repairs it or you restore it; minutes to hours",
        "one NAT instance: when it fails, sign-in and deployments stop until EC2 has recovered it",
        "no web application firewall: the service's own rate limits are all there is",
        "point-in-time recovery of 7 days, not 35",
    ),
)
HA = Profile(
    name="ha",
    fleet=Fleet(instance="t4g.small", instance_x86="t3.small", at_least=2, at_most=6, requests_per_minute=18_000),
    database=Database(instance="t4g.medium", storage_gib=50, storage_limit_gib=500, connections_alarm=300),
    budget_usd=400,
)
LARGE = Profile(
    name="large",
    zones=3,
    fleet=Fleet(
        instance="m7g.large",
        instance_x86="m7i.large",
        at_least=6,
        at_most=14,
        requests_per_minute=45_000,
        is_predictive=True,
    ),
    database=Database(instance="m7g.2xlarge", storage_gib=400, storage_limit_gib=4096, connections_alarm=2500),
    budget_usd=3000,
)
PROFILES = {profile.name: profile for profile in (SMALL, HA, LARGE)}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where it goes. Each is given as `cdk deploy --context <name>=<value>`."""

    name: str = "todo"  # of the stack, and first word of what must have a name
    architecture: Literal["arm64", "x86_64"] = "arm64"
    domain: str = ""  # todo.example.com; without one CloudFront's name is used, for a trial
    zone: str = ""  # example.com, a public hosted zone of this account
    zone_id: str = ""  # its id
    cloudfront_prefix_list: str = ""  # this region's com.amazonaws.global.cloudfront.origin-facing, without a domain
    email: str = ""  # whom alarms and the budget write to
    mail_from: str = ""  # an address of a domain that SES has verified; without one Cognito sends 50 mails a day
    keep: Literal["yes", "no"] = "yes"  # whether database, people, backups and keys survive `cdk destroy`
    snapshot: str = ""  # of a database, to start from what it holds
    pool: str = ""  # id of a user pool that was kept, to start with its people
    bundle: str = ""  # what instances install; default: infra/.bundle/<architecture>

    @property
    def keeps_state(self) -> bool:
        return self.keep == "yes"

    @property
    def prefix_list_of_trial(self) -> str:
        return "" if self.domain else self.cloudfront_prefix_list

    @property
    def bundle_path(self) -> Path:
        return Path(self.bundle) if self.bundle else BUNDLES / self.architecture


CHOICES = {"architecture": ("arm64", "x86_64"), "keep": ("yes", "no")}


def read_profile(name: str) -> Profile:
    """Raises SettingsError."""
    if name not in PROFILES:
        raise SettingsError(f"profile={name}: write one of {', '.join(PROFILES)}.")
    return PROFILES[name]


def read_place(context: Mapping[str, object]) -> Place:
    """From the CDK's context. Raises SettingsError."""
    given = {field.name: str(context[field.name]) for field in fields(Place) if context.get(field.name)}
    for name, allowed in CHOICES.items():
        if given.get(name, allowed[0]) not in allowed:
            raise SettingsError(f"{name}={given[name]}: write one of {', '.join(allowed)}.")
    place = Place(**given)  # pyright: ignore[reportArgumentType]  (checked above)
    _check_together(place)
    return place


def _check_together(place: Place) -> None:
    if place.domain and not (place.zone and place.zone_id):
        raise SettingsError("domain: name its hosted zone too, zone=example.com and zone_id=Z….")
    if place.domain and not f".{place.domain}".endswith(f".{place.zone}"):
        raise SettingsError(f"domain={place.domain}: it is not in the zone {place.zone}.")
    if not place.domain and not place.cloudfront_prefix_list:
        raise SettingsError(
            "domain: name one, with its zone; or, for a trial without one, cloudfront_prefix_list=pl-… as\n"
            "aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,"
            "Values=com.amazonaws.global.cloudfront.origin-facing tells."
        )
    if place.cloudfront_prefix_list and not place.cloudfront_prefix_list.startswith("pl-"):
        raise SettingsError(f"cloudfront_prefix_list={place.cloudfront_prefix_list}: its id is wanted, pl-….")
    if not place.bundle_path.is_dir():
        raise SettingsError(f"bundle: {place.bundle_path} is not there; `python -m infra.bundle` makes it.")
