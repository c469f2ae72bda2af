"""A name for a trial, without a domain: CloudFront's own. See docs/decisions/0025-tls-without-a-domain.md."""

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.entry import Entry

HEADER = "X-From-Our-CloudFront"


class Trial(Construct):
    trusted_proxies = 2

    def __init__(self, scope: Construct, name: str, *, entry: Entry, key: kms.IKey) -> None:
        super().__init__(scope, name)
        shared = secrets.Secret(
            self,
            "Shared",
            description="Tells our CloudFront distribution from everybody else's",
            encryption_key=key,
            generate_secret_string=secrets.SecretStringGenerator(exclude_punctuation=True, password_length=40),
        )
        word = shared.secret_value.unsafe_unwrap()  # a reference that CloudFormation resolves, not the secret
        self.listener = entry.balancer.add_listener(
            "Http",
            port=80,
            protocol=elb.ApplicationProtocol.HTTP,
            default_action=elb.ListenerAction.fixed_response(403),
            open=False,
        )
        is_ours = elb.ListenerCondition.http_header(HEADER, [word])
        entry.route_events(self.listener, is_ours)
        self.listener.add_action(
            "FromOurs",
            priority=20,
            conditions=[is_ours],
            action=elb.ListenerAction.forward([entry.target]),
        )
        self.distribution = self._distribution(entry, word)
        self.host = self.distribution.distribution_domain_name
        self.url = f"https://{self.host}"

    def _distribution(self, entry: Entry, word: str) -> cloudfront.Distribution:
        return cloudfront.Distribution(
            self,
            "Distribution",
            comment="HTTPS for a trial",
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.LoadBalancerV2Origin(
                    entry.balancer,
                    protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY,
                    custom_headers={HEADER: word},
                    read_timeout=Duration.seconds(60),
                    keepalive_timeout=Duration.seconds(55),
                ),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
                cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER,
                compress=False,
            ),
        )
