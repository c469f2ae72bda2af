"""What somebody might change, by mistake or not: each takes a template and breaks it."""

from collections.abc import Callable
from typing import Any

Raw = dict[str, Any]
Mutation = Callable[[Raw], object]
ANYWHERE = {"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp"}


def first(raw: Raw, kind: str, where: Callable[[Raw], bool] = lambda _: True) -> Raw:
    """Its properties."""
    found = [it for it in raw["Resources"].values() if it["Type"] == kind and where(it.get("Properties", {}))]
    return found[0]["Properties"]


def _resource(raw: Raw, kind: str) -> Raw:
    return next(it for it in raw["Resources"].values() if it["Type"] == kind)


def _named(raw: Raw, kind: str, part: str) -> str:
    return next(name for name, it in raw["Resources"].items() if it["Type"] == kind and part in name)


def _add(raw: Raw, kind: str, **properties: Any) -> None:
    raw["Resources"]["Added"] = {"Type": kind, "Properties": properties}


def _group(raw: Raw, part: str) -> Raw:
    return raw["Resources"][_named(raw, "AWS::EC2::SecurityGroup", part)]["Properties"]


def _open(raw: Raw, part: str, port: int, way: str = "Ingress", **other: Any) -> None:
    rule = {**ANYWHERE, "FromPort": port, "ToPort": port, **other}
    _group(raw, part).setdefault(f"SecurityGroup{way}", []).append(rule)


def _open_apart(raw: Raw, part: str, port: int, to: int) -> None:
    group = {"Fn::GetAtt": [_named(raw, "AWS::EC2::SecurityGroup", part), "GroupId"]}
    _add(raw, "AWS::EC2::SecurityGroupIngress", GroupId=group, **ANYWHERE, FromPort=port, ToPort=to)


def _statement(raw: Raw, **change: Any) -> None:
    policy = first(raw, "AWS::IAM::ManagedPolicy", lambda it: "rds-db:connect" in str(it))
    policy["PolicyDocument"]["Statement"].append({"Effect": "Allow", **change})


def _widen(raw: Raw, sid: str, **change: Any) -> None:
    policy = first(raw, "AWS::IAM::ManagedPolicy", lambda it: "rds-db:connect" in str(it))
    next(it for it in policy["PolicyDocument"]["Statement"] if it.get("Sid") == sid).update(change)


def _attribute(raw: Raw, key: str, value: str) -> None:
    for it in first(raw, "AWS::ElasticLoadBalancingV2::LoadBalancer")["LoadBalancerAttributes"]:
        if it["Key"] == key:
            it["Value"] = value


def _move(raw: Raw, kind: str, name: str, part: str) -> None:
    subnets = [
        {"Ref": it}
        for it in raw["Resources"]
        if f"{part}Subnet" in it and raw["Resources"][it]["Type"].endswith("::Subnet")
    ]
    first(raw, kind)[name] = subnets


def _template_data(raw: Raw) -> Raw:
    return first(raw, "AWS::EC2::LaunchTemplate", lambda it: "UserData" in it["LaunchTemplateData"])[
        "LaunchTemplateData"
    ]


def _reroute(raw: Raw) -> None:
    route = first(raw, "AWS::EC2::Route", lambda it: "NatGatewayId" in it)
    del route["NatGatewayId"]
    route["GatewayId"] = {"Ref": _named(raw, "AWS::EC2::InternetGateway", "")}


def _give_database_a_way_out(raw: Raw) -> None:
    table = _named(raw, "AWS::EC2::RouteTable", "database")
    nat = {"Ref": _named(raw, "AWS::EC2::NatGateway", "")}
    _add(raw, "AWS::EC2::Route", RouteTableId={"Ref": table}, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)


def _inline_policy(raw: Raw) -> None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
    first(raw, "AWS::IAM::Role")["Policies"] = [{"PolicyName": "more", "PolicyDocument": document}]


def _admin(raw: Raw) -> None:
    role = first(raw, "AWS::IAM::Role", lambda it: "ec2.amazonaws.com" in str(it))
    role["ManagedPolicyArns"] = ["arn:aws:iam::aws:policy/AdministratorAccess"]


def _client(raw: Raw, **change: Any) -> None:
    for it in raw["Resources"].values():
        if it["Type"] == "AWS::Cognito::UserPoolClient":
            it["Properties"].update(change)


def _acl(raw: Raw, rule: int) -> Raw:
    return first(raw, "AWS::WAFv2::WebACL")["Rules"][rule]


DATABASE = "AWS::RDS::DBInstance"
ALARM = "AWS::CloudWatch::Alarm"
POOL = "AWS::Cognito::UserPool"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
RULE, TARGETS = "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::TargetGroup"

MUTATIONS: dict[str, Mutation] = {
    # Who may open a connection to whom.
    "SSH to the fleet": lambda raw: _open(raw, "Fleet", 22),
    "the service to everybody": lambda raw: _open(raw, "Fleet", 8000),
    "another port of the load balancer": lambda raw: _open(raw, "LoadBalancer", 8080),
    "the database to everybody": lambda raw: _open(raw, "Database", 5433),
    "the database to everybody, by a rule apart": lambda raw: _open_apart(raw, "Database", 5433, 5433),
    "the database to the network": lambda raw: _open(raw, "Database", 5433, CidrIp="10.42.0.0/16"),
    "a range of ports": lambda raw: _open_apart(raw, "Fleet", 0, 65535),
    "everything of IPv6": lambda raw: _open(raw, "LoadBalancer", 22, CidrIp=None, CidrIpv6="::/0"),
    "everything out of the fleet": lambda raw: _open(raw, "Fleet", 0, "Egress", IpProtocol="-1"),
    "everything out of the database": lambda raw: _group(raw, "Database").pop("SecurityGroupEgress"),
    "the fleet in public subnets": lambda raw: _move(
        raw, "AWS::AutoScaling::AutoScalingGroup", "VPCZoneIdentifier", "public"
    ),
    "the database in the fleet's subnets": lambda raw: _move(raw, "AWS::RDS::DBSubnetGroup", "SubnetIds", "fleet"),
    "the fleet's subnets at the internet gateway": _reroute,
    "a way out for the database": _give_database_a_way_out,
    "public addresses by themselves": lambda raw: first(raw, "AWS::EC2::Subnet").update(MapPublicIpOnLaunch=True),
    "a public database": lambda raw: first(raw, DATABASE).update(PubliclyAccessible=True),
    "no record of traffic": lambda raw: first(raw, "AWS::EC2::FlowLog").update(TrafficType="REJECT"),
    # How an instance is made.
    "metadata without a token": lambda raw: _template_data(raw)["MetadataOptions"].update(HttpTokens="optional"),
    "metadata two hops away": lambda raw: _template_data(raw)["MetadataOptions"].update(HttpPutResponseHopLimit=2),
    "a key for SSH": lambda raw: _template_data(raw).update(KeyName="mine"),
    "a disk in the clear": lambda raw: _template_data(raw)["BlockDeviceMappings"][0]["Ebs"].update(Encrypted=False),
    "a rollout that nothing stops": lambda raw: _resource(raw, "AWS::AutoScaling::AutoScalingGroup")["UpdatePolicy"][
        "AutoScalingInstanceRefresh"
    ]["Preferences"].pop("AlarmSpecification"),
    "a rollout with a gap": lambda raw: _resource(raw, "AWS::AutoScaling::AutoScalingGroup")["UpdatePolicy"][
        "AutoScalingInstanceRefresh"
    ]["Preferences"].update(MinHealthyPercentage=50),
    "no rollout": lambda raw: _resource(raw, "AWS::AutoScaling::AutoScalingGroup").pop("UpdatePolicy"),
    "health by EC2 alone": lambda raw: first(raw, "AWS::AutoScaling::AutoScalingGroup").update(HealthCheckType="EC2"),
    "a deep health check": lambda raw: first(raw, "AWS::ElasticLoadBalancingV2::TargetGroup").update(
        HealthCheckPath="/health/ready"
    ),
    "a health check in the line of people": lambda raw: first(raw, "AWS::ElasticLoadBalancingV2::TargetGroup").update(
        HealthCheckPort="traffic-port"
    ),
    "a deep health check of streams": lambda raw: first(raw, TARGETS, lambda it: it["Port"] == 8001).update(
        HealthCheckPath="/health/ready"
    ),
    "a fleet without its streams": lambda raw: first(raw, "AWS::AutoScaling::AutoScalingGroup")[
        "TargetGroupARNs"
    ].pop(),
    # Who may do what.
    "any action": lambda raw: _statement(raw, Action="*", Resource="*"),
    "all of S3": lambda raw: _statement(raw, Action="s3:*", Resource="arn:aws:s3:::somewhere/x"),
    "any object": lambda raw: _widen(raw, "ReadBundle", Resource="*"),
    "any secret": lambda raw: _widen(raw, "ReadSessionSecret", Resource="*"),
    "one action more": lambda raw: _widen(raw, "ReadBundle", Action=["s3:GetObject", "s3:PutObject"]),
    "the master's secret": lambda raw: _statement(
        raw,
        Action="secretsmanager:GetSecretValue",
        Resource={"Fn::GetAtt": [_named(raw, DATABASE, ""), "MasterUserSecret.SecretArn"]},
    ),
    "any user of the database": lambda raw: _widen(raw, "Connect", Resource="arn:aws:rds-db:*:*:dbuser:*/*"),
    "the key for any service": lambda raw: next(
        it
        for it in first(raw, "AWS::IAM::ManagedPolicy", lambda it: "rds-db:connect" in str(it))["PolicyDocument"][
            "Statement"
        ]
        if it.get("Sid") == "DecryptSecret"
    ).pop("Condition"),
    "everything but": lambda raw: _statement(raw, NotAction="iam:*", Resource="arn:aws:s3:::x"),
    "a policy inside a role": _inline_policy,
    "an administrator": _admin,
    "anybody takes a role": lambda raw: first(raw, "AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"][0].update(
        Principal={"AWS": "*"}
    ),
    "anybody reads the logs": lambda raw: first(raw, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"].append(
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    ),
    "anybody uses the key": lambda raw: first(raw, "AWS::KMS::Key")["KeyPolicy"]["Statement"].append(
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*"}
    ),
    # What people own.
    "a database in the clear": lambda raw: first(raw, DATABASE).update(StorageEncrypted=False),
    "a database under AWS's key": lambda raw: first(raw, DATABASE).pop("KmsKeyId"),
    "a log in the clear": lambda raw: first(raw, "AWS::Logs::LogGroup").pop("KmsKeyId"),
    "a log for ever": lambda raw: first(raw, "AWS::Logs::LogGroup").pop("RetentionInDays"),
    "a topic in the clear": lambda raw: first(raw, "AWS::SNS::Topic").pop("KmsMasterKeyId"),
    "a bucket in the clear": lambda raw: first(raw, "AWS::S3::Bucket").pop("BucketEncryption"),
    "a public bucket": lambda raw: first(raw, "AWS::S3::Bucket")["PublicAccessBlockConfiguration"].update(
        BlockPublicPolicy=False
    ),
    "a key that stays as it is": lambda raw: first(raw, "AWS::KMS::Key").update(EnableKeyRotation=False),
    "a database that anybody deletes": lambda raw: first(raw, DATABASE).update(DeletionProtection=False),
    "a database that goes with the stack": lambda raw: _resource(raw, DATABASE).update(DeletionPolicy="Delete"),
    "people who go with the stack": lambda raw: _resource(raw, POOL).update(DeletionPolicy="Delete"),
    "backups that go with the stack": lambda raw: _resource(raw, "AWS::Backup::BackupVault").update(
        DeletionPolicy="Delete"
    ),
    "no point-in-time recovery": lambda raw: first(raw, DATABASE).update(BackupRetentionPeriod=0),
    "backups of nothing": lambda raw: first(raw, "AWS::Backup::BackupSelection")["BackupSelection"].update(
        Resources=[]
    ),
    "one zone": lambda raw: first(raw, DATABASE).update(MultiAZ=False),
    "a connection without TLS": lambda raw: first(raw, "AWS::RDS::DBParameterGroup")["Parameters"].update(
        {"rds.force_ssl": "0"}
    ),
    "a password in the template": lambda raw: first(raw, DATABASE).update(MasterUserPassword="hunter2"),
    "passwords, not tokens": lambda raw: first(raw, DATABASE).update(EnableIAMDatabaseAuthentication=False),
    # How people come in.
    "TLS 1.0": lambda raw: first(raw, LISTENER, lambda it: it["Port"] == 443).update(
        SslPolicy="ELBSecurityPolicy-2016-08"
    ),
    "plain HTTP to the service": lambda raw: first(raw, LISTENER, lambda it: it["Port"] == 80).update(
        DefaultActions=first(raw, LISTENER, lambda it: it["Port"] == 443)["DefaultActions"]
    ),
    "no access logs": lambda raw: _attribute(raw, "access_logs.s3.enabled", "false"),
    "invalid headers": lambda raw: _attribute(raw, "routing.http.drop_invalid_header_fields.enabled", "false"),
    "smuggled requests": lambda raw: _attribute(raw, "routing.http.desync_mitigation_mode", "monitor"),
    "a load balancer that anybody deletes": lambda raw: _attribute(raw, "deletion_protection.enabled", "false"),
    "streams among the requests": lambda raw: raw["Resources"].pop(_named(raw, RULE, "Events")),
    "streams led to the workers": lambda raw: first(raw, RULE).update(
        Actions=first(raw, LISTENER, lambda it: it["Port"] == 443)["DefaultActions"]
    ),
    "streams of every path": lambda raw: first(raw, RULE).update(
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}]
    ),
    "streams that are cut": lambda raw: _attribute(raw, "idle_timeout.timeout_seconds", "15"),
    "tokens for a day": lambda raw: _client(raw, AccessTokenValidity=1440),
    "passwords sent to the API": lambda raw: _client(raw, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]),
    "tokens in the address": lambda raw: _client(raw, AllowedOAuthFlows=["implicit"]),
    "another way back": lambda raw: _client(raw, CallbackURLs=["https://elsewhere.example.com/"]),
    "who exists is told": lambda raw: _client(raw, PreventUserExistenceErrors="LEGACY"),
    "short passwords": lambda raw: first(raw, POOL)["Policies"]["PasswordPolicy"].update(MinimumLength=6),
    "addresses that nobody verified": lambda raw: first(raw, POOL).pop("AutoVerifiedAttributes"),
    "no second factor": lambda raw: first(raw, POOL).update(MfaConfiguration="OFF"),
    "pages that do not appear": lambda raw: raw["Resources"].pop(
        _named(raw, "AWS::Cognito::ManagedLoginBranding", "Web")
    ),
    "a firewall that only counts": lambda raw: _acl(raw, 2).update(OverrideAction={"Count": {}}),
    "no limit of rate": lambda raw: _acl(raw, 0)["Statement"]["RateBasedStatement"].update(Limit=2_000_000),
    "a firewall around nothing": lambda raw: raw["Resources"].pop(
        _named(raw, "AWS::WAFv2::WebACLAssociation", "Entry")
    ),
    # What is noticed.
    "an alarm that tells nobody": lambda raw: first(raw, ALARM).pop("AlarmActions"),
    "an alarm that is silenced": lambda raw: first(raw, ALARM).update(ActionsEnabled=False),
    "an alarm that never rings": lambda raw: first(raw, ALARM).update(Threshold=1_000_000),
    "an alarm less": lambda raw: raw["Resources"].pop(_named(raw, ALARM, "DatabaseCpu")),
    "nobody is woken": lambda raw: first(raw, "AWS::CloudWatch::CompositeAlarm").update(AlarmActions=[]),
    "no budget": lambda raw: raw["Resources"].pop(_named(raw, "AWS::Budgets::Budget", "")),
    # How much there is.
    "a larger instance": lambda raw: _template_data(raw).update(InstanceType="m7g.16xlarge"),
    "a fleet of hundreds": lambda raw: first(raw, "AWS::AutoScaling::AutoScalingGroup").update(MaxSize="400"),
    "a smaller database": lambda raw: first(raw, DATABASE).update(DBInstanceClass="db.t4g.micro"),
    "a function": lambda raw: _add(raw, "AWS::Lambda::Function", Runtime="python3.13"),
}
