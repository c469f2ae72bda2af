"""Does what Auto Scaling does, once a second: as many instances as the group wants, spread over its subnets, each of
the group's version of the launch template; what has failed is replaced; a new version takes the place of the old one
by instance refresh, launching before terminating (100 % healthy, 150 % at most).

The refresh waits less than the template says: five seconds for an instance to warm up, in the place of 180, and not at
all for alarms, which are watched for five minutes on AWS. Nothing is asked how busy it is: the number that is wanted
changes by hand.
"""

import json
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.rehearsal import cloud, place
from tests.rehearsal.balancer import Balancer
from tests.rehearsal.instance import Instance, user_data_of
from tests.rehearsal.vpc import Vpc

WARM_SECONDS = 5
AT_MOST = 1.5  # of what is wanted, while a version is replaced


class FleetFailed(Exception):
    """The agent itself has failed, or what was waited for did not come."""


@dataclass
class Member:
    instance: Instance
    version: str  # of the launch template
    subnet: str
    launched: float = field(default_factory=time.monotonic)
    in_service: float = 0  # when; 0 while it boots
    state: Literal["booting", "in service", "leaving"] = "booting"

    @property
    def address(self) -> str:
        return self.instance.machine.address


class Fleet:
    def __init__(
        self, deployed: cloud.Deployed, vpc: Vpc, balancer: Balancer, authority: bytes, say: Callable[[str], None]
    ) -> None:
        self._name = deployed.outputs["FleetName"]
        self._subnets = {it["SubnetId"]: it for it in deployed.subnets["fleet"]}
        self._vpc, self._balancer, self._authority, self._say = vpc, balancer, authority, say
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="fleet")
        self._failure: BaseException | None = None
        self.members: list[Member] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.ident:
            self._thread.join()
        for member in self.members:
            member.instance.kill()

    @property
    def serving(self) -> list[Member]:
        return [it for it in self.members if it.state == "in service"]

    def scale(self, count: int) -> None:
        cloud.client("autoscaling").set_desired_capacity(AutoScalingGroupName=self._name, DesiredCapacity=count)

    def settle(self, count: int, *, version: str = "", without: str = "", seconds: float = 300) -> None:
        """Until there are `count` in service, of this version if one is named, and nothing else. Raises FleetFailed."""
        deadline = time.monotonic() + seconds
        while not self._is_settled(count, version, without):
            if self._failure:
                raise FleetFailed(f"the fleet agent failed: {self._failure!r}") from self._failure
            if time.monotonic() > deadline:
                states = ", ".join(f"{it.instance.id} {it.state}" for it in self.members)
                raise FleetFailed(f"{count} instances in service were waited for; there are: {states or 'none'}")
            time.sleep(0.5)

    def _is_settled(self, count: int, version: str, without: str) -> bool:
        members = list(self.members)
        return len(members) == count and all(
            it.state == "in service" and it.version == (version or it.version) and it.instance.id != without
            for it in members
        )

    def _follow(self) -> None:
        try:
            while not self._stopping.wait(1):
                self._reconcile(cloud.group(self._name))
        except BaseException as error:  # noqa: BLE001 (told by `settle`)
            self._failure = error

    def _reconcile(self, group: dict[str, Any] | None) -> None:
        self._look_after()
        if group is None:  # deleted, and its instances with it
            for member in self.members:
                if member.state != "leaving":
                    self._terminate(member)
            return
        wanted, version = group["DesiredCapacity"], group["LaunchTemplate"]["Version"]
        staying = [it for it in self.members if it.state != "leaving"]
        old = [it for it in staying if it.version != version]
        room = math.floor(wanted * AT_MOST) if old else wanted
        current = len(staying) - len(old)
        for _ in range(min(room - len(staying), wanted - current)):
            self._launch(group, version)
        warm = [it for it in staying if it.in_service and time.monotonic() - it.in_service > WARM_SECONDS]
        surplus = old if old else sorted(staying, key=lambda it: it.launched)
        for member in surplus[: max(0, len(warm) - wanted)]:
            self._terminate(member)

    def _look_after(self) -> None:
        for member in list(self.members):
            healthy = member.state != "leaving" and self._balancer.is_healthy(member.address)
            if member.state == "booting" and healthy:
                member.state, member.in_service = "in service", time.monotonic()
                self._say(f"{member.instance.id} in service after {member.in_service - member.launched:.0f} s")
            elif member.state == "in service" and not healthy:
                self._say(f"{member.instance.id} is unhealthy")
                self._terminate(member)
            elif member.state == "booting" and not member.instance.runs:
                raise FleetFailed(f"{member.instance.id} did not boot")

    def _launch(self, group: dict[str, Any], version: str) -> None:
        data = cloud.template(group["LaunchTemplate"]["LaunchTemplateId"], version)
        counts = {name: sum(it.subnet == name for it in self.members) for name in self._subnets}
        subnet = min(counts, key=lambda name: counts[name])
        record = cloud.client("ec2").run_instances(
            ImageId=data["ImageId"], InstanceType=data["InstanceType"], MinCount=1, MaxCount=1, SubnetId=subnet
        )["Instances"][0]
        identifier = record["InstanceId"]
        machine = self._vpc.add(f"i-{identifier[-8:]}", self._subnets[subnet], data["SecurityGroupIds"])
        told = _metadata(identifier, machine.address, self._subnets[subnet], data["IamInstanceProfile"])
        instance = Instance(identifier, machine, user_data_of(data), told, self._authority)
        self._balancer.register(machine.address)
        self.members.append(Member(instance, version, subnet))
        self._say(f"{identifier} launched as {machine.address}, template version {version}")

    def _terminate(self, member: Member) -> None:
        member.state = "leaving"
        self._say(f"{member.instance.id} is taken out")
        threading.Thread(target=self._take_out, args=[member]).start()

    def _take_out(self, member: Member) -> None:
        try:
            self._balancer.deregister(member.address)
            member.instance.stop()
            self._remove(member)
        except BaseException as error:  # noqa: BLE001 (told by `settle`)
            self._failure = error

    def _remove(self, member: Member) -> None:
        self._vpc.remove(member.instance.machine)
        cloud.client("ec2").terminate_instances(InstanceIds=[member.instance.id])
        self.members.remove(member)
        self._say(f"{member.instance.id} terminated")


def _metadata(identifier: str, address: str, subnet: dict[str, Any], profile: dict[str, str]) -> dict[str, str]:
    name = profile.get("Name") or profile["Arn"].split("/")[-1]
    role = cloud.client("iam").get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"][0]
    given = cloud.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName=identifier)["Credentials"]
    credentials = {
        "Code": "Success",
        "Type": "AWS-HMAC",
        "LastUpdated": "2026-01-01T00:00:00Z",
        "AccessKeyId": given["AccessKeyId"],
        "SecretAccessKey": given["SecretAccessKey"],
        "Token": given["SessionToken"],
        "Expiration": given["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    roles = "meta-data/iam/security-credentials/"
    return {
        "meta-data/instance-id": identifier,
        "meta-data/local-ipv4": address,
        "meta-data/placement/region": place.REGION,
        "meta-data/placement/availability-zone": subnet["AvailabilityZone"],
        roles: role["RoleName"],
        roles + role["RoleName"]: json.dumps(credentials),
    }
