"""Who has a way out, who has a way in: by the routes of each subnet."""

from collections.abc import Iterator

from promise.template import Case, Template, target, text, wanted

ANYWHERE = {"0.0.0.0/0", "::/0"}


def kinds(t: Template) -> dict[str, str]:
    """Subnet → public, private or isolated: where its default route leads."""
    tables = {
        target(it.get("SubnetId")): target(it.get("RouteTableId"))
        for _, it in t.of("AWS::EC2::SubnetRouteTableAssociation")
    }
    return {name: _kind(t, tables.get(name, "")) for name, _ in t.of("AWS::EC2::Subnet")}


def zone(t: Template, subnet: str) -> int:
    """Which of the region's zones, counted from 0."""
    number, zones = t.properties(subnet)["AvailabilityZone"]["Fn::Select"]
    return number if zones == {"Fn::GetAZs": ""} else -1


def _kind(t: Template, table: str) -> str:
    for _, route in t.of("AWS::EC2::Route"):
        if target(route.get("RouteTableId")) == table and _is_default(route):
            return "public" if "GatewayId" in route else "private"
    return "isolated"


def _is_default(route: dict[str, object]) -> bool:
    return bool(ANYWHERE & {str(route.get("DestinationCidrBlock")), str(route.get("DestinationIpv6CidrBlock"))})


def everything_is_where_it_belongs(t: Template, _: Case) -> Iterator[str]:
    kind = kinds(t)
    places = (
        ("public", "AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets"),
        ("private", "AWS::AutoScaling::AutoScalingGroup", "VPCZoneIdentifier"),
        ("isolated", "AWS::RDS::DBSubnetGroup", "SubnetIds"),
    )
    for expected, resource, name in places:
        found = {target(subnet) for _, it in t.of(resource) for subnet in it[name]}
        if found != {subnet for subnet, its in kind.items() if its == expected}:
            yield f"{resource} is in {sorted(found)}, not in every {expected} subnet and nowhere else"
    for name, it in t.of("AWS::RDS::DBInstance"):
        if t.type_of(target(it["DBSubnetGroupName"])) != "AWS::RDS::DBSubnetGroup":
            yield f"{name} is in the account's default network"


def each_kind_is_in_each_zone(t: Template, case: Case) -> Iterator[str]:
    for kind in ("public", "private", "isolated"):
        zones = [zone(t, name) for name, its in kinds(t).items() if its == kind]
        if sorted(zones) != list(range(case.profile.zones)):
            yield f"{kind} subnets are in the zones {zones}"


def nothing_gets_a_public_address_by_itself(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::EC2::Subnet"):
        yield from wanted(name, it, {"MapPublicIpOnLaunch": False})
    for name, it in t.of("AWS::EC2::LaunchTemplate", "AWS::EC2::Instance"):
        interfaces = it.get("NetworkInterfaces", []) + it.get("LaunchTemplateData", {}).get("NetworkInterfaces", [])
        if any(interface.get("AssociatePublicIpAddress") for interface in interfaces):
            yield f"{name} gets a public address"
    nat = {name for name, _ in t.of("AWS::EC2::NatGateway")}
    owners = {target(it["InstanceId"]) for _, it in t.of("AWS::EC2::EIP") if "InstanceId" in it}
    if owners and (nat or owners != {name for name, _ in t.of("AWS::EC2::Instance")}):
        yield f"addresses are tied to {sorted(owners)}"


def the_way_out_is_as_the_profile_says(t: Template, case: Case) -> Iterator[str]:
    gateways, instances = dict(t.of("AWS::EC2::NatGateway")), dict(t.of("AWS::EC2::Instance"))
    expected = (0, 1) if case.profile.nat == "one instance" else (case.profile.zones, 0)
    if (len(gateways), len(instances)) != expected:
        yield f"{len(gateways)} NAT gateways and {len(instances)} NAT instances, not {expected}"
    for name, it in {**gateways, **instances}.items():
        if kinds(t)[target(it["SubnetId"])] != "public":
            yield f"{name} has no way out itself"
    for name, it in gateways.items():
        if t.type_of(target(it["AllocationId"])) != "AWS::EC2::EIP":
            yield f"{name} has no address"
    for name, it in instances.items():
        yield from wanted(name, it, {"SourceDestCheck": False, "KeyName": None})


def each_goes_out_in_its_own_zone(t: Template, case: Case) -> Iterator[str]:
    exits = dict(t.of("AWS::EC2::NatGateway", "AWS::EC2::Instance"))
    tables = {
        target(it["RouteTableId"]): target(it["SubnetId"]) for _, it in t.of("AWS::EC2::SubnetRouteTableAssociation")
    }
    for name, it in t.of("AWS::EC2::Route"):
        if "GatewayId" in it:
            continue
        way = exits.get(target(it.get("NatGatewayId") or it.get("InstanceId")), {})
        here, there = zone(t, tables[target(it["RouteTableId"])]), zone(t, target(way["SubnetId"]))
        if here != there and case.profile.nat == "gateway per zone":
            yield f"{name} leads from zone {here} to zone {there}"


def traffic_is_recorded(t: Template, _: Case) -> Iterator[str]:
    vpc, _properties = t.one("AWS::EC2::VPC")
    flows = [it for _, it in t.of("AWS::EC2::FlowLog") if target(it.get("ResourceId")) == vpc]
    if [it.get("TrafficType") for it in flows] != ["ALL"]:
        yield "not all traffic of the network is recorded"
    for it in flows:
        expected = {"ResourceType": "VPC", "LogDestinationType": "cloud-watch-logs"}
        yield from wanted("flow log", it, expected)
        if t.type_of(target(it.get("LogDestination"))) != "AWS::Logs::LogGroup":
            yield "the traffic's record goes to no log group"
        if t.type_of(target(it.get("DeliverLogsPermissionArn"))) != "AWS::IAM::Role":
            yield "the traffic's record has no role"


def the_bundle_comes_without_the_internet(t: Template, _: Case) -> Iterator[str]:
    fleet = {name for name, kind in kinds(t).items() if kind == "private"}
    tables = {
        target(it["RouteTableId"])
        for _, it in t.of("AWS::EC2::SubnetRouteTableAssociation")
        if target(it["SubnetId"]) in fleet
    }
    _, endpoint = t.one("AWS::EC2::VPCEndpoint")
    if not text(endpoint.get("ServiceName")).endswith(".s3") or endpoint.get("VpcEndpointType") != "Gateway":
        yield "there is no gateway endpoint for S3"
    if not tables <= {target(it) for it in endpoint.get("RouteTableIds", [])}:
        yield "the fleet does not reach S3 through its endpoint"


def everything_is_in_one_network(t: Template, _: Case) -> Iterator[str]:
    vpc, its = t.one("AWS::EC2::VPC")
    yield from wanted(vpc, its, {"CidrBlock": "10.42.0.0/16", "InstanceTenancy": "default"})
    kinds_within = ("SecurityGroup", "Subnet", "RouteTable", "VPCEndpoint", "VPCGatewayAttachment")
    for name, it in t.of(*(f"AWS::EC2::{kind}" for kind in kinds_within), "AWS::ElasticLoadBalancingV2::TargetGroup"):
        if target(it.get("VpcId")) != vpc:
            yield f"{name} is in another network"
    blocks = [it["CidrBlock"] for _, it in t.of("AWS::EC2::Subnet")]
    if len(set(blocks)) != len(blocks) or not all(str(block).startswith("10.42.") for block in blocks):
        yield f"subnets are {blocks}"


PROMISES = (
    everything_is_in_one_network,
    everything_is_where_it_belongs,
    each_kind_is_in_each_zone,
    nothing_gets_a_public_address_by_itself,
    the_way_out_is_as_the_profile_says,
    each_goes_out_in_its_own_zone,
    traffic_is_recorded,
    the_bundle_comes_without_the_internet,
)
