"""Nothing hangs in the air: each reference leads to something, and each part that only joins others is there."""

from collections.abc import Iterator
from typing import Any

from promise.template import Case, Template, as_list, target

OUTPUTS = {
    *(
        "Url",
        "UserPoolId",
        "WebClientId",
        "CliClientId",
        "HostedUi",
        "DatabaseEndpoint",
        "DatabaseName",
        "MasterSecret",
    ),
    *("DataKey", "InstanceRole", "LoadBalancerName", "AccessLogs", "BackupVault", "FleetName", "LogGroup", "Dashboard"),
    "Keep",
}

KINDS = {
    *(
        "AutoScaling::AutoScalingGroup",
        "AutoScaling::ScalingPolicy",
        "Budgets::Budget",
        "CertificateManager::Certificate",
    ),
    *("Backup::BackupPlan", "Backup::BackupSelection", "Backup::BackupVault", "CloudFront::Distribution"),
    *("CloudWatch::Alarm", "CloudWatch::CompositeAlarm", "CloudWatch::Dashboard", "Cognito::ManagedLoginBranding"),
    *("Cognito::UserPool", "Cognito::UserPoolClient", "Cognito::UserPoolDomain", "EC2::EIP", "EC2::FlowLog"),
    *(
        "EC2::Instance",
        "EC2::InternetGateway",
        "EC2::LaunchTemplate",
        "EC2::NatGateway",
        "EC2::Route",
        "EC2::RouteTable",
    ),
    *("EC2::SecurityGroup", "EC2::SecurityGroupEgress", "EC2::SecurityGroupIngress", "EC2::Subnet", "EC2::VPC"),
    *("EC2::SubnetRouteTableAssociation", "EC2::VPCEndpoint", "EC2::VPCGatewayAttachment", "IAM::InstanceProfile"),
    *(
        "ElasticLoadBalancingV2::Listener",
        "ElasticLoadBalancingV2::ListenerRule",
        "ElasticLoadBalancingV2::LoadBalancer",
    ),
    *("ElasticLoadBalancingV2::TargetGroup", "IAM::ManagedPolicy", "IAM::Role", "KMS::Key", "Logs::LogGroup"),
    *("RDS::DBInstance", "RDS::DBParameterGroup", "RDS::DBSubnetGroup", "Route53::RecordSet", "S3::Bucket"),
    *("S3::BucketPolicy", "SNS::Subscription", "SNS::Topic", "SNS::TopicPolicy", "SecretsManager::Secret"),
    *("WAFv2::LoggingConfiguration", "WAFv2::WebACL", "WAFv2::WebACLAssociation"),
}


def every_reference_leads_to_something(t: Template, _: Case) -> Iterator[str]:
    known = {*t.resources, *t.raw.get("Parameters", {})}
    for name, resource in t.resources.items():
        for found in {*_references(resource), *as_list(resource.get("DependsOn"))}:
            if found not in known and not found.startswith("AWS::"):
                yield f"{name} refers to {found}, which is not there"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for it in value:
            yield from _references(it)
    elif isinstance(value, dict):
        if set(value) == {"Ref"} or set(value) == {"Fn::GetAtt"}:
            yield target(value)
        for it in value.values():
            yield from _references(it)


def each_subnet_has_its_routes(t: Template, _: Case) -> Iterator[str]:
    joined = [target(it.get("SubnetId")) for _, it in t.of("AWS::EC2::SubnetRouteTableAssociation")]
    if sorted(joined) != sorted(name for name, _ in t.of("AWS::EC2::Subnet")):
        yield "a subnet has the network's main route table"
    gateway, _properties = t.one("AWS::EC2::InternetGateway")
    _, attached = t.one("AWS::EC2::VPCGatewayAttachment")
    if target(attached.get("InternetGatewayId")) != gateway:
        yield "the network has no way to the internet"
    _, vpc = t.one("AWS::EC2::VPC")
    if vpc.get("EnableDnsSupport") is not True or vpc.get("EnableDnsHostnames") is not True:
        yield "names are not known in the network"


def the_fleet_comes_after_what_it_needs(t: Template, _: Case) -> Iterator[str]:
    """An instance that boots before it has a right, a way out or a listener waits, or fails and is replaced."""
    for name, _properties in t.of("AWS::AutoScaling::AutoScalingGroup"):
        after = {t.type_of(one) for one in as_list(t.resources[name].get("DependsOn"))}
        needed = {"AWS::IAM::ManagedPolicy", "AWS::EC2::Route", "AWS::ElasticLoadBalancingV2::Listener"}
        if not needed <= after:
            yield f"{name} may be there before {sorted(needed - after)}"


def everything_says_whose_it_is(t: Template, case: Case) -> Iterator[str]:
    for name, resource in t.resources.items():
        tags = resource.get("Properties", {}).get("Tags")
        if isinstance(tags, list) and ("application", case.place.name) not in {(it["Key"], it["Value"]) for it in tags}:
            yield f"{name} does not say whose it is"


def whoever_deploys_is_told_what_there_is(t: Template, _: Case) -> Iterator[str]:
    if set(t.raw.get("Outputs", {})) != OUTPUTS:
        yield f"outputs: {sorted(set(t.raw.get('Outputs', {})) ^ OUTPUTS)}"


def there_is_nothing_that_nobody_asked_for(t: Template, _: Case) -> Iterator[str]:
    """A kind of thing that no promise knows would be looked at by none."""
    for name, resource in t.resources.items():
        if resource["Type"].removeprefix("AWS::") not in KINDS:
            yield f"{name} is a {resource['Type']}"


PROMISES = (
    there_is_nothing_that_nobody_asked_for,
    every_reference_leads_to_something,
    each_subnet_has_its_routes,
    the_fleet_comes_after_what_it_needs,
    everything_says_whose_it_is,
    whoever_deploys_is_told_what_there_is,
)
