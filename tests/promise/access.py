"""Who may open a connection to whom: every rule of every security group, as an edge between what bears the groups."""

from collections.abc import Iterator
from typing import Any

from infra.settings import DATABASE_PORT, EVENTS_PORT, HEALTH_PORT, SERVICE_PORT

from promise.template import Case, Template, as_list, target, text

Edge = tuple[str, str, Any]
NOBODY = "255.255.255.255/32"  # an egress rule that matches nothing keeps EC2 from adding one that matches all


def bearers(t: Template) -> dict[str, str]:
    """Security group → what bears it; a group that several kinds of things bear has a name that no promise knows."""
    found: dict[str, set[str]] = {}

    def note(word: str, groups: Any) -> None:
        for group in as_list(groups):
            found.setdefault(target(group), set()).add(word)

    for _, it in t.of("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        note("load balancer", it.get("SecurityGroups"))
    for name, it in t.of("AWS::EC2::LaunchTemplate"):
        if name in {target(group["LaunchTemplate"]["LaunchTemplateId"]) for group in _groups(t)}:
            note("fleet", it["LaunchTemplateData"].get("SecurityGroupIds"))
    for _, it in t.of("AWS::RDS::DBInstance"):
        note("database", it.get("VPCSecurityGroups"))
    for _, it in t.of("AWS::EC2::Instance"):
        note("NAT", it.get("SecurityGroupIds"))
    return {group: " and ".join(sorted(words)) for group, words in found.items()}


def _groups(t: Template) -> list[dict[str, Any]]:
    return [it for _, it in t.of("AWS::AutoScaling::AutoScalingGroup")]


def edges(t: Template, way: str) -> list[Edge]:
    """`way`: Ingress or Egress. (from, to, port) of each rule; what is not one port of TCP is the rule's text."""
    names = bearers(t)
    found: list[Edge] = []
    for group, it in t.of("AWS::EC2::SecurityGroup"):
        found += [_edge(names, group, rule, way) for rule in it.get(f"SecurityGroup{way}", [])]
    for _, rule in t.of(f"AWS::EC2::SecurityGroup{way}"):
        found.append(_edge(names, target(rule["GroupId"]), rule, way))
    return [edge for edge in found if NOBODY not in edge]


def _edge(names: dict[str, str], group: str, rule: dict[str, Any], way: str) -> Edge:
    other = "SourceSecurityGroupId" if way == "Ingress" else "DestinationSecurityGroupId"
    prefix_list = "SourcePrefixListId" if way == "Ingress" else "DestinationPrefixListId"
    if other in rule:
        peer = names.get(target(rule[other]), target(rule[other]))
    else:
        peer = text(rule.get("CidrIp") or rule.get("CidrIpv6") or rule.get(prefix_list))
    own = names.get(group, group)
    is_one_port = rule.get("IpProtocol") == "tcp" and rule.get("FromPort") == rule.get("ToPort")
    port: Any = rule.get("FromPort") if is_one_port else text(rule)
    return (peer, own, port) if way == "Ingress" else (own, peer, port)


def _expected(case: Case) -> tuple[set[Edge], set[Edge]]:
    """Ingress, egress."""
    inner: set[Edge] = {("load balancer", "fleet", port) for port in (SERVICE_PORT, EVENTS_PORT, HEALTH_PORT)}
    inner.add(("fleet", "database", DATABASE_PORT))
    nat: set[Edge] = {("fleet", "NAT", 443)} if case.profile.nat == "one instance" else set()
    if case.place.domain:
        outer: set[Edge] = {("0.0.0.0/0", "load balancer", 443), ("0.0.0.0/0", "load balancer", 80)}
    else:
        outer = {(case.place.cloudfront_prefix_list, "load balancer", 80)}
    out: set[Edge] = {("fleet", "0.0.0.0/0", 443)}
    if nat:
        out.add(("NAT", "0.0.0.0/0", 443))
    return outer | inner | nat, inner | nat | out


def nothing_opens_a_connection_but_along_the_layers(t: Template, case: Case) -> Iterator[str]:
    expected = _expected(case)
    for way, allowed in zip(("Ingress", "Egress"), expected, strict=True):
        found = edges(t, way)
        for edge in sorted(set(map(str, found)) ^ set(map(str, allowed))):
            yield f"{way.lower()}: {edge} is {'not meant' if edge in map(str, found) else 'missing'}"
        if len(found) != len(set(found)):
            yield f"{way.lower()}: a rule is there twice"


def no_group_lets_everything_out_by_default(t: Template, _: Case) -> Iterator[str]:
    own = {target(rule["GroupId"]) for _, rule in t.of("AWS::EC2::SecurityGroupEgress")}
    for name, it in t.of("AWS::EC2::SecurityGroup"):
        if not it.get("SecurityGroupEgress") and name not in own:
            yield f"{name} has no rule for what goes out, so EC2 adds one that lets everything out"


def the_default_group_is_nobodys(t: Template, _: Case) -> Iterator[str]:
    if "DefaultSecurityGroup" in str(t.resources):
        yield "the network's default security group is in use"
    for group in _groups(t):
        data = t.properties(target(group["LaunchTemplate"]["LaunchTemplateId"])).get("LaunchTemplateData", {})
        if not data.get("SecurityGroupIds"):
            yield "instances of the fleet are in the network's default security group"


def the_database_is_not_public(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::RDS::DBInstance"):
        if it.get("PubliclyAccessible") is not False:
            yield f"{name} may get a public address"
        if it.get("Port") != str(DATABASE_PORT):
            yield f"{name} listens on {it.get('Port')}"


PROMISES = (
    nothing_opens_a_connection_but_along_the_layers,
    no_group_lets_everything_out_by_default,
    the_default_group_is_nobodys,
    the_database_is_not_public,
)
