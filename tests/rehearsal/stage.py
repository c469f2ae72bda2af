"""Everything that the checks use, built up in order and taken down in the other."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.rehearsal import cloud, emulator, names, network, place
from tests.rehearsal.balancer import Balancer
from tests.rehearsal.certificates import Authority, Identity
from tests.rehearsal.database import Database
from tests.rehearsal.deployment import Deploy, Deploying
from tests.rehearsal.fleet import Fleet
from tests.rehearsal.network import Machine
from tests.rehearsal.sign_in import Issuer, Person, Tokens
from tests.rehearsal.vpc import Vpc


@dataclass
class Stage:
    aws: Machine
    people: Machine
    deploy: Deploy
    world: Authority
    rds: Authority
    identity: Identity  # of AWS
    deploying: Deploying | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def say(self, text: str) -> None:
        print(f"{self.seconds:6.1f} s  {text}", flush=True)


@dataclass
class Site:
    """What the deployment has become."""

    deployed: cloud.Deployed
    vpc: Vpc
    identity: Identity  # of the load balancer
    balancer: Balancer
    database: Database
    fleet: Fleet
    issuer: Issuer
    people: Machine
    persons: dict[str, Person] = field(default_factory=dict)

    def sign_in(self, name: str) -> Tokens:
        """Fresh ones, since access tokens last for a quarter of an hour."""
        return self.people.call(self.issuer.sign_in, self.persons[name])

    def access_tokens(self) -> list[str]:
        """Of everybody who has signed up here."""
        return [self.sign_in(name).access for name in self.persons]


@contextmanager
def prepared() -> Iterator[Stage]:
    """The emulator, empty but for a hosted zone, as of somebody who has a domain."""
    network.prepare_router()
    names.prepare()
    world = Authority.new(place.WORK, "world")
    rds = Authority.handed_over(place.WORK, "rds", place.HANDED_OVER)
    _set_environment(world)
    identity = world.sign("aws", *place.AWS_WILDCARDS)
    with emulator.running(identity, place.LOG / "emulator.log") as aws:
        cloud.client("route53").create_hosted_zone(Name=place.ZONE, CallerReference="rehearsal")
        people = Machine("people", place.PEOPLE)
        yield Stage(aws, people, Deploy(people, place.LOG / "deploy.log"), world, rds, identity)


@contextmanager
def opened(stage: Stage) -> Iterator[Site]:
    """Turns what CloudFormation has recorded into machines."""
    deployed = cloud.deployed()
    vpc = Vpc(deployed.vpc)
    balancer_machine = vpc.add("balancer", deployed.subnets["public"][0], deployed.balancer.balancer["SecurityGroups"])
    groups = [it["VpcSecurityGroupId"] for it in deployed.database["VpcSecurityGroups"]]
    database_machine = vpc.add("database", deployed.subnets["database"][0], groups)
    names.publish(
        {
            place.DOMAIN: balancer_machine.address,
            deployed.database["Endpoint"]["Address"]: database_machine.address,
            deployed.outputs["HostedUi"].removeprefix("https://"): place.AWS,
            f"{deployed.outputs['AccessLogs']}.s3.amazonaws.com": place.AWS,
        }
    )
    database = Database(database_machine, deployed.database, deployed.parameters, stage.rds)
    master = json.loads(cloud.secret(deployed.outputs["MasterSecret"]))
    database.create(master["username"], master["password"])
    identity = stage.world.sign("balancer", place.DOMAIN)
    balancer = Balancer(balancer_machine, deployed.balancer, identity)
    fleet = Fleet(deployed, vpc, balancer, stage.world.pem, stage.say)
    fleet.start()
    try:
        issuer = Issuer(deployed.outputs)
        yield Site(deployed, vpc, identity, balancer, database, fleet, issuer, stage.people)
    finally:
        fleet.stop()
        balancer.stop()
        database.stop()


def _set_environment(world: Authority) -> None:
    """Of this process and all that it starts: nothing of the person who runs it, and trust in this authority alone."""
    scratch = place.WORK / "tmp"
    scratch.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "TERM") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept)
    os.environ.update(emulator.KEYS)
    os.environ.update(
        HOME=str(place.WORK),
        TMPDIR=str(scratch),
        LANG="C.UTF-8",
        AWS_DEFAULT_REGION=place.REGION,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_CA_BUNDLE=str(world.path),
        NODE_EXTRA_CA_CERTS=str(world.path),
        SSL_CERT_FILE=str(world.path),
        CDK_DISABLE_CLI_TELEMETRY="true",
    )
