"""Who may open a connection to whom: internet or CloudFront → load balancer → fleet → database. Nothing else."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from infra.settings import DATABASE_PORT, EVENTS_PORT, HEALTH_PORT, SERVICE_PORT


class Doors(Construct):
    def __init__(self, scope: Construct, name: str, *, vpc: ec2.Vpc, cloudfront_prefix_list: str = "") -> None:
        """With a prefix list the load balancer lets in that only, on port 80; without one everybody, on 80 and 443."""
        super().__init__(scope, name)
        self.load_balancer = self._group("LoadBalancer", vpc, "The load balancer")
        self.fleet = self._group("Fleet", vpc, "Instances of the service")
        self.database = self._group("Database", vpc, "The database")
        if cloudfront_prefix_list:
            cloudfront = ec2.Peer.prefix_list(cloudfront_prefix_list)
            self.load_balancer.add_ingress_rule(cloudfront, ec2.Port.tcp(80), "CloudFront")
        else:
            self.load_balancer.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "HTTPS of people")
            self.load_balancer.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(80), "HTTP, sent on to HTTPS")
        self._open(self.load_balancer, self.fleet, SERVICE_PORT, "requests")
        self._open(self.load_balancer, self.fleet, EVENTS_PORT, "streams of events")
        self._open(self.load_balancer, self.fleet, HEALTH_PORT, "health checks")
        self._open(self.fleet, self.database, DATABASE_PORT, "queries")
        self.fleet.add_egress_rule(
            ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "HTTPS to AWS: secrets, logs, tokens, packages"
        )

    def _group(self, name: str, vpc: ec2.Vpc, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(self, name, vpc=vpc, description=description, allow_all_outbound=False)

    def _open(self, origin: ec2.SecurityGroup, target: ec2.SecurityGroup, port: int, what: str) -> None:
        origin.add_egress_rule(target, ec2.Port.tcp(port), f"{what}, out")
        target.add_ingress_rule(origin, ec2.Port.tcp(port), f"{what}, in")
