"""The VPC: machines get an address of their subnet, the routes of its route table, and their security groups' rules."""

import ipaddress
import threading
from collections.abc import Sequence
from typing import Any

from tests.rehearsal import cloud, firewall
from tests.rehearsal.network import Machine

KEPT_BY_AWS = 4  # the first addresses of each subnet (VPC user guide, "Subnet sizing")


class Vpc:
    def __init__(self, cidr: str) -> None:
        self.cidr = cidr
        self._machines: list[Machine] = []
        self._used: dict[str, int] = {}
        self._lock = threading.Lock()

    def add(self, name: str, subnet: dict[str, Any], groups: Sequence[str]) -> Machine:
        with self._lock:
            count = self._used.get(subnet["SubnetId"], KEPT_BY_AWS)
            self._used[subnet["SubnetId"]] = count + 1
            address = str(ipaddress.ip_network(subnet["CidrBlock"])[count])
            machine = Machine(name, address, tuple(groups), cloud.routes(subnet, self.cidr))
            self._machines.append(machine)
            self._apply()
        return machine

    def remove(self, machine: Machine) -> None:
        with self._lock:
            self._machines.remove(machine)
            self._apply()
            machine.remove()

    def _apply(self) -> None:
        members: dict[str, set[str]] = {}
        for machine in self._machines:
            for group in machine.groups:
                members.setdefault(group, set()).add(machine.address)
        firewall.apply(cloud.security_groups(), members, self.cidr)
