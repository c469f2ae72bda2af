"""The picture of the deployment in README.md: `python -m infra.picture cdk.out/todo.template.json`.

It is read off the template that goes to CloudFormation: what is there and how much of it, which security group lets
which in, what the fleet's role may use. A kind of resource that is neither drawn nor plumbing is an error, so that
nothing new is left out.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- picture: make by `python -m infra.picture` -->\n", "<!-- end of picture -->\n"
Resources = dict[str, dict[str, Any]]

DRAWN = {
    "AWS::AutoScaling::AutoScalingGroup": "fleet",
    "AWS::Backup::BackupVault": "backups",
    "AWS::CertificateManager::Certificate": "name",
    "AWS::CloudFront::Distribution": "cloudfront",
    "AWS::CloudWatch::Alarm": "watch",
    "AWS::Cognito::UserPool": "people",
    "AWS::EC2::Instance": "nat",
    "AWS::EC2::NatGateway": "nat",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "balancer",
    "AWS::KMS::Key": "keys",
    "AWS::Logs::LogGroup": "logs",
    "AWS::RDS::DBInstance": "database",
    "AWS::S3::Bucket": "accesslogs",
    "AWS::SecretsManager::Secret": "secrets",
    "AWS::SNS::Topic": "topics",
    "AWS::WAFv2::WebACL": "firewall",
}
PLUMBING = (
    *("AWS::AutoScaling::ScalingPolicy", "AWS::Backup::", "AWS::Budgets::", "AWS::CloudWatch::", "AWS::Cognito::"),
    *(
        "AWS::EC2::",
        "AWS::ElasticLoadBalancingV2::",
        "AWS::IAM::",
        "AWS::RDS::",
        "AWS::Route53::",
        "AWS::S3::BucketPolicy",
    ),
    *("AWS::SNS::", "AWS::WAFv2::"),
)
USES = {  # what a right of the fleet's role leads to
    "cognito-idp": "people",
    "logs": "logs",
    "s3": "bundle",
    "secretsmanager": "secrets",
}


class NotDrawn(Exception):
    """A kind of resource that the picture does not know."""


def picture(template: dict[str, Any]) -> str:
    """Mermaid. Raises NotDrawn."""
    resources: Resources = template["Resources"]
    for it in resources.values():
        if it["Type"] not in DRAWN and not it["Type"].startswith(PLUMBING):
            raise NotDrawn(f"{it['Type']} is neither drawn nor plumbing: infra/picture.py")
    lines = ["flowchart LR", *_nodes(resources), *_edges(resources)]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def _nodes(resources: Resources) -> Iterator[str]:
    group, database = _one(resources, "AutoScalingGroup"), _one(resources, "DBInstance")
    template = _one(resources, "LaunchTemplate", of=group["LaunchTemplate"]["LaunchTemplateId"])["LaunchTemplateData"]
    zones = len(group["VPCZoneIdentifier"])
    yield '  browser(["People and programs"])'
    yield from _node(resources, "name", "Route 53 and ACM<br>a name and its certificate")
    yield from _node(resources, "cloudfront", "CloudFront<br>a name for a trial")
    yield from _node(resources, "firewall", "WAF<br>rate, reputation, bad input")
    yield from _node(resources, "people", "Cognito<br>sign-up and sign-in pages")
    yield f'  subgraph vpc ["VPC over {zones} zones"]'
    yield '    subgraph public ["public subnets"]'
    yield f'      balancer["Application Load Balancer{_tls(resources)}"]'
    yield f'      nat["{_nat(resources)}"]'
    yield "    end"
    yield '    subgraph private ["private subnets"]'
    yield f'      fleet["Auto Scaling group<br>{group["MinSize"]} to {group["MaxSize"]} x {template["InstanceType"]}"]'
    yield "    end"
    yield '    subgraph isolated ["isolated subnets"]'
    multi = "Multi-AZ" if database["MultiAZ"] else "one zone"
    yield f'      database[("RDS PostgreSQL {database["EngineVersion"]}<br>{database["DBInstanceClass"]}, {multi}")]'
    yield "    end"
    yield "  end"
    yield '  bundle["S3<br>the bundle of a version"]'
    yield from _node(resources, "secrets", "Secrets Manager")
    yield from _node(resources, "backups", "AWS Backup<br>each night, 35 days")
    yield from _node(resources, "accesslogs", "S3<br>access logs, 90 days")
    yield from _node(resources, "logs", "CloudWatch Logs<br>{n} groups, encrypted")
    yield from _node(resources, "watch", "CloudWatch<br>{n} alarms, one that wakes, a dashboard")
    yield from _node(resources, "topics", "SNS<br>notices and pages")
    yield from _node(resources, "keys", "KMS<br>{n} keys, rotated")


def _node(resources: Resources, name: str, label: str) -> Iterator[str]:
    count = sum(DRAWN.get(it["Type"]) == name for it in resources.values())
    if count:
        yield f'  {name}["{label.format(n=count)}"]'


def _tls(resources: Resources) -> str:
    return "<br>TLS 1.2 and 1.3" if any(it["Protocol"] == "HTTPS" for _, it in _of(resources, "Listener")) else ""


def _nat(resources: Resources) -> str:
    gateways = len(list(_of(resources, "NatGateway")))
    return f"NAT gateway x {gateways}" if gateways else "NAT instance"


def _edges(resources: Resources) -> Iterator[str]:
    for (origin, target), ports in sorted(_open_ports(resources).items()):
        yield f'  {origin} -->|"{", ".join(map(str, sorted(ports)))}"| {target}'
    if list(_of(resources, "Distribution")):
        yield "  browser -->|443| cloudfront"
    yield "  fleet -->|443| nat"
    for _, it in _of(resources, "WebACLAssociation"):
        yield f"  firewall -.-|before| {DRAWN[resources[_target(it['ResourceArn'])]['Type']]}"
    for used in sorted(_used(resources)):
        yield f"  fleet -.-> {used}"
    yield "  browser -->|443| people"
    yield "  backups -.-> database"
    yield "  balancer -.-> accesslogs"
    yield "  watch -.-> topics"
    yield "  database -.-> keys"
    yield "  logs -.-> keys"
    if list(_of(resources, "Certificate")):
        yield "  name -.- balancer"


def _open_ports(resources: Resources) -> dict[tuple[str, str], set[int]]:
    """By who may open a connection to whom, as the security groups say."""
    bearers = _bearers(resources)
    found: dict[tuple[str, str], set[int]] = {}
    rules = [
        (name, rule) for name, it in _of(resources, "SecurityGroup") for rule in it.get("SecurityGroupIngress", [])
    ]
    rules += [(_target(it["GroupId"]), it) for _, it in _of(resources, "SecurityGroupIngress")]
    for group, rule in rules:
        peer = rule.get("SourceSecurityGroupId")
        outside = "cloudfront" if "SourcePrefixListId" in rule else "browser"
        edge = (bearers[_target(peer)] if peer else outside, bearers[group])
        found.setdefault(edge, set()).add(rule["FromPort"])
    return {edge: ports for edge, ports in found.items() if edge[1] != "nat"}


def _bearers(resources: Resources) -> dict[str, str]:
    """Security group → who is in it."""
    balancer, database = _one(resources, "LoadBalancer"), _one(resources, "DBInstance")
    group = _one(resources, "AutoScalingGroup")
    template = _one(resources, "LaunchTemplate", of=group["LaunchTemplate"]["LaunchTemplateId"])
    return {
        **{_target(it): "balancer" for it in balancer["SecurityGroups"]},
        **{_target(it): "fleet" for it in template["LaunchTemplateData"]["SecurityGroupIds"]},
        **{_target(it): "database" for it in database["VPCSecurityGroups"]},
        **{_target(it): "nat" for _, instance in _of(resources, "Instance") for it in instance["SecurityGroupIds"]},
    }


def _used(resources: Resources) -> set[str]:
    policy = next(it for _, it in _of(resources, "ManagedPolicy") if "rds-db:connect" in str(it))
    actions = [action for it in policy["PolicyDocument"]["Statement"] for action in _listed(it["Action"])]
    return {USES[service] for service in (action.partition(":")[0] for action in actions) if service in USES}


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _of(resources: Resources, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, it in resources.items():
        if it["Type"].rpartition("::")[2] == kind:
            yield name, it["Properties"]


def _one(resources: Resources, kind: str, *, of: Any = None) -> dict[str, Any]:
    return next(it for name, it in _of(resources, kind) if of is None or name == _target(of))


def _target(reference: Any) -> str:
    return reference["Ref"] if "Ref" in reference else reference["Fn::GetAtt"][0]


def drawn_in(text: str) -> str:
    """What stands between the marks."""
    return text.partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    made = picture(json.loads(Path(sys.argv[1]).read_text()))
    text = README.read_text()
    README.write_text(text.replace(BEGIN + drawn_in(text) + END, BEGIN + made + END))


if __name__ == "__main__":
    main()
