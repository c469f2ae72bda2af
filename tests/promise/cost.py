"""What is counted in the costs of docs/growth.md is what is there, and no more."""

from collections.abc import Iterator

from bench.growth import bill

from promise.template import Case, Template


def the_bill_counts_what_is_there(t: Template, case: Case) -> Iterator[str]:
    profile = case.profile
    secrets = bill.SECRETS - 1 + (0 if case.place.domain else 1)  # RDS makes one; a trial has one more
    expected = {
        "AWS::KMS::Key": bill.KEYS,
        "AWS::SecretsManager::Secret": secrets,
        "AWS::CloudWatch::Alarm": bill.alarms(profile),
        "AWS::CloudWatch::CompositeAlarm": 1,
        "AWS::CloudWatch::Dashboard": 1,
        "AWS::ElasticLoadBalancingV2::LoadBalancer": 1,
        "AWS::RDS::DBInstance": 1,
        "AWS::EC2::NatGateway": 0 if profile.nat == "one instance" else bill.ways_out(profile),
        "AWS::EC2::Instance": 1 if profile.nat == "one instance" else 0,
        "AWS::WAFv2::WebACL": int(profile.has_firewall),
    }
    found = {kind: len(list(t.of(kind))) for kind in expected}
    if found != expected:
        yield f"there is {found}, and the bill counts {expected}"


def what_costs_by_its_number_is_counted(t: Template, _: Case) -> Iterator[str]:
    for name, acl in t.of("AWS::WAFv2::WebACL"):
        if len(acl.get("Rules", [])) != bill.RULES:
            yield f"{name} has {len(acl.get('Rules', []))} rules"
    for name, it in t.of("AWS::EC2::LaunchTemplate"):
        for disk in it.get("LaunchTemplateData", {}).get("BlockDeviceMappings", []):
            if disk.get("Ebs", {}).get("VolumeSize") not in {bill.DISK_GIB, bill.NAT_DISK_GIB}:
                yield f"{name} has a disk of {disk}"


PROMISES = (
    the_bill_counts_what_is_there,
    what_costs_by_its_number_is_counted,
)
