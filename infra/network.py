"""The network: public subnets for the load balancer, private ones for the fleet, isolated ones for the database."""

from typing import Literal

from aws_cdk import Fn, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.nat import harden, nat_instance
from infra.who import role_of

CIDR = "10.42.0.0/16"  # seldom taken, should it ever be joined with another
PUBLIC = ec2.SubnetSelection(subnet_group_name="public")
FLEET = ec2.SubnetSelection(subnet_group_name="fleet")
DATABASE = ec2.SubnetSelection(subnet_group_name="database")


class Network(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        zones: int,
        nat: Literal["gateway per zone", "one instance"],
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, name)
        self.is_nat_instance = nat == "one instance"
        self.nat = nat_instance() if self.is_nat_instance else ec2.NatProvider.gateway()
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(CIDR),
            availability_zones=[Fn.select(n, Fn.get_azs()) for n in range(zones)],  # so that synth asks no account
            nat_gateways=1 if self.is_nat_instance else zones,
            nat_gateway_provider=self.nat,
            restrict_default_security_group=False,  # it would take a function of its own; nothing is in that group
            subnet_configuration=[
                _subnets("public", ec2.SubnetType.PUBLIC, 24),
                _subnets("fleet", ec2.SubnetType.PRIVATE_WITH_EGRESS, 22),
                _subnets("database", ec2.SubnetType.PRIVATE_ISOLATED, 24),
            ],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(
                    service=ec2.GatewayVpcEndpointAwsService.S3, subnets=[PUBLIC, FLEET]
                )
            },
        )
        self._log_flows(key)

    def harden(self, fleet: ec2.SecurityGroup) -> None:
        """A NAT gateway is AWS's to guard; an instance in its place is ours."""
        if isinstance(self.nat, ec2.NatInstanceProviderV2):
            harden(self.nat, fleet)

    def _log_flows(self, key: kms.IKey) -> None:
        group = logs.LogGroup(
            self,
            "Flows",
            encryption_key=key,
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = role_of(self, "FlowRole", "vpc-flow-logs")
        policy = iam.ManagedPolicy(
            self,
            "FlowPolicy",
            roles=[role],
            statements=[
                iam.PolicyStatement(
                    actions=["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    resources=[group.log_group_arn],
                )
            ],
        )
        flow = ec2.CfnFlowLog(
            self,
            "FlowLog",
            resource_id=self.vpc.vpc_id,
            resource_type="VPC",
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.log_group_arn,
            deliver_logs_permission_arn=role.role_arn,
        )
        flow.node.add_dependency(policy)


def _subnets(name: str, kind: ec2.SubnetType, mask: int) -> ec2.SubnetConfiguration:
    is_public = kind == ec2.SubnetType.PUBLIC
    return ec2.SubnetConfiguration(
        name=name, subnet_type=kind, cidr_mask=mask, map_public_ip_on_launch=False if is_public else None
    )
