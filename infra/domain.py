"""A name of one's own: a certificate that ACM makes and renews, HTTPS, and a record of the load balancer."""

from typing import cast

from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.entry import Entry
from infra.settings import Place


class Domain(Construct):
    trusted_proxies = 1

    def __init__(self, scope: Construct, name: str, *, place: Place, entry: Entry) -> None:
        super().__init__(scope, name)
        self.host = place.domain
        self.url = f"https://{self.host}"
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=place.zone_id, zone_name=place.zone
        )
        certificate = acm.Certificate(
            self, "Certificate", domain_name=place.domain, validation=acm.CertificateValidation.from_dns(zone)
        )
        entry.balancer.add_redirect(open=False)
        self.listener = entry.balancer.add_listener(
            "Https",
            port=443,
            certificates=[certificate],
            ssl_policy=elb.SslPolicy.TLS13_12_RES_PQ,  # TLS 1.2 and 1.3, forward secrecy only
            default_target_groups=[entry.target],
            open=False,
        )
        entry.route_events(self.listener)
        target = cast("route53.IAliasRecordTarget", targets.LoadBalancerTarget(entry.balancer))
        route53.ARecord(
            self,
            "Alias",
            zone=zone,
            record_name=place.domain,
            target=route53.RecordTarget.from_alias(target),
        )
