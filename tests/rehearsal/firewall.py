"""Security groups as nftables rules: a new connection passes if its sender's groups let it out and its receiver's let
it in. What is not in the VPC has no groups. Answers to what has passed, pass (EC2 user guide, "Security groups")."""

import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

Group = Mapping[str, Any]  # as `describe-security-groups` tells


def apply(groups: Iterable[Group], members: Mapping[str, set[str]], vpc: str) -> None:
    """`members`: addresses by id of group. Replaces what was there, at once."""
    subprocess.run(["nft", "-f", "-"], input=ruleset(list(groups), members, vpc), text=True, check=True)


def ruleset(groups: list[Group], members: Mapping[str, set[str]], vpc: str) -> str:
    sets = "\n".join(_set(group["GroupId"], members.get(group["GroupId"], set())) for group in groups)
    let_in = "\n".join(rule for group in groups for rule in _rules(group, "IpPermissions", "accept"))
    let_out = "\n".join(rule for group in groups for rule in _rules(group, "IpPermissionsEgress", "jump in"))
    return f"""
table ip groups
delete table ip groups
table ip groups {{
{sets}
chain in {{
ip daddr != {vpc} accept
{let_in}
drop
}}
chain forward {{
type filter hook forward priority 0; policy drop;
ct state established,related accept
ip saddr != {vpc} jump in
{let_out}
drop
}}
}}
"""


def _set(group: str, addresses: set[str]) -> str:
    elements = f" elements = {{ {', '.join(sorted(addresses))} }}" if addresses else ""
    return f"set {_name(group)} {{ type ipv4_addr;{elements} }}"


def _rules(group: Group, direction: str, verdict: str) -> list[str]:
    own, other = ("daddr", "saddr") if direction == "IpPermissions" else ("saddr", "daddr")
    return [
        f"ip {own} @{_name(group['GroupId'])} ip {other} {peer} {_ports(permission)}{verdict}"
        for permission in group[direction]
        for peer in _peers(permission)
    ]


def _peers(permission: Mapping[str, Any]) -> list[str]:
    ranges = [it["CidrIp"] for it in permission.get("IpRanges", [])]
    return [*ranges, *(f"@{_name(it['GroupId'])}" for it in permission.get("UserIdGroupPairs", []))]


def _ports(permission: Mapping[str, Any]) -> str:
    protocol = permission["IpProtocol"]
    if protocol == "-1":
        return ""
    if protocol == "icmp":  # the CDK's "no traffic" is one that does not exist
        return f"icmp type {permission['FromPort']} icmp code {permission['ToPort']} "
    return f"{protocol} dport {permission['FromPort']}-{permission['ToPort']} "


def _name(group: str) -> str:
    return group.replace("-", "_")
