"""The one thing that is public: HTTPS, and what it passes on."""

from collections.abc import Iterator

from infra.settings import HEALTH_PORT, SERVICE_PORT

from promise.template import Case, Properties, Template, pairs, target, text, wanted

TLS = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"  # 1.2 and 1.3, forward secrecy and authenticated encryption only
ATTRIBUTES = {
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "routing.http.desync_mitigation_mode": "strictest",
    "idle_timeout.timeout_seconds": "60",
    "access_logs.s3.enabled": "true",
}


def there_is_one_balancer_and_it_is_careful(t: Template, case: Case) -> Iterator[str]:
    name, it = t.one("AWS::ElasticLoadBalancingV2::LoadBalancer")
    yield from wanted(name, it, {"Scheme": "internet-facing", "Type": "application"})
    found = pairs(it.get("LoadBalancerAttributes"))
    expected = {**ATTRIBUTES, "deletion_protection.enabled": str(case.place.keeps_state).lower()}
    for key, value in expected.items():
        if found.get(key) != value:
            yield f"{name}: {key} is {found.get(key)}, not {value}"
    if t.type_of(target(found.get("access_logs.s3.bucket", "").strip())) != "AWS::S3::Bucket":
        yield f"{name}: access logs go to no bucket of the stack"


def people_are_served_over_tls_only(t: Template, case: Case) -> Iterator[str]:
    listeners = {it.get("Port"): it for _, it in t.of("AWS::ElasticLoadBalancingV2::Listener")}
    if case.place.domain:
        yield from _own_domain(t, case, listeners)
    else:
        yield from _trial(t, listeners)
    balancer, _ = t.one("AWS::ElasticLoadBalancingV2::LoadBalancer")
    for port, it in listeners.items():
        if target(it.get("LoadBalancerArn")) != balancer:
            yield f"the listener on {port} is not the load balancer's"


def _own_domain(t: Template, case: Case, listeners: dict[int | None, Properties]) -> Iterator[str]:
    if set(listeners) != {80, 443}:
        yield f"listeners on {sorted(map(str, listeners))}"
        return
    https, http = listeners[443], listeners[80]
    if https.get("SslPolicy") != TLS or https.get("Protocol") != "HTTPS":
        yield f"HTTPS by {https.get('Protocol')} with {https.get('SslPolicy')}"
    redirect = {"Port": "443", "Protocol": "HTTPS", "StatusCode": "HTTP_301"}
    if (
        http.get("DefaultActions") != [{"Type": "redirect", "RedirectConfig": redirect}]
        or http.get("Protocol") != "HTTP"
    ):
        yield "port 80 does more than to send on to HTTPS"
    yield from _forwards(t, https.get("DefaultActions"))
    certificate, made = t.one("AWS::CertificateManager::Certificate")
    yield from wanted(certificate, made, {"DomainName": case.place.domain, "ValidationMethod": "DNS"})
    validation = {"DomainName": case.place.domain, "HostedZoneId": case.place.zone_id}
    if made.get("DomainValidationOptions") != [validation]:
        yield "the certificate cannot be renewed by itself"
    if [target(it["CertificateArn"]) for it in https.get("Certificates", [])] != [certificate]:
        yield "HTTPS does not use the certificate"
    _, record = t.one("AWS::Route53::RecordSet")
    expected = {"Name": f"{case.place.domain}.", "Type": "A", "HostedZoneId": case.place.zone_id}
    yield from wanted("record", record, expected)
    alias = record.get("AliasTarget", {})
    if not text(alias.get("DNSName")).endswith(".DNSName}") or "CanonicalHostedZoneID" not in text(
        alias.get("HostedZoneId")
    ):
        yield "the name does not point to the load balancer"


def _trial(t: Template, listeners: dict[int | None, Properties]) -> Iterator[str]:
    if set(listeners) != {80}:
        yield f"listeners on {sorted(map(str, listeners))}"
        return
    refusal = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}]
    if listeners[80].get("DefaultActions") != refusal or listeners[80].get("Protocol") != "HTTP":
        yield "the load balancer answers others than our CloudFront"
    name, rule = t.one("AWS::ElasticLoadBalancingV2::ListenerRule")
    conditions = [it.get("HttpHeaderConfig", {}) for it in rule.get("Conditions", [])]
    yield from _forwards(t, rule.get("Actions"))
    _, distribution = t.one("AWS::CloudFront::Distribution")
    config = distribution.get("DistributionConfig", {})
    sent = [
        {it["HeaderName"]: it["HeaderValue"]}
        for o in config.get("Origins", [])
        for it in o.get("OriginCustomHeaders", [])
    ]
    if [{it.get("HttpHeaderName"): (it.get("Values") or [None])[0]} for it in conditions] != sent or not sent:
        yield f"{name} does not ask for what our CloudFront sends"
    if "{{resolve:secretsmanager:" not in text(next(iter(sent[0].values())) if sent else ""):
        yield "what CloudFront sends is no secret"
    behavior = config.get("DefaultCacheBehavior", {})
    yield from wanted("distribution", behavior, {"ViewerProtocolPolicy": "redirect-to-https"})
    yield from wanted("distribution", config, {"Enabled": True})


def _forwards(t: Template, actions: object) -> Iterator[str]:
    target_group, _ = t.one("AWS::ElasticLoadBalancingV2::TargetGroup")
    found = [
        (it.get("Type"), target(it.get("TargetGroupArn"))) for it in (actions if isinstance(actions, list) else [])
    ]
    if found != [("forward", target_group)]:
        yield f"requests go to {found}"


def instances_are_asked_whether_they_live(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::ElasticLoadBalancingV2::TargetGroup")
    expected = {
        "HealthCheckPort": str(HEALTH_PORT),
        "HealthCheckPath": "/health/live",
        "HealthCheckIntervalSeconds": 10,
        "HealthCheckTimeoutSeconds": 5,
        "HealthyThresholdCount": 2,
        "UnhealthyThresholdCount": 3,
        "Matcher.HttpCode": "200",
        "Port": SERVICE_PORT,
        "Protocol": "HTTP",
        "TargetType": "instance",
    }
    yield from wanted(name, it, expected)
    attributes = pairs(it.get("TargetGroupAttributes"))
    expected = {
        "deregistration_delay.timeout_seconds": "30",
        "stickiness.enabled": "false",
        "load_balancing.algorithm.type": "least_outstanding_requests",
    }
    if attributes != expected:
        yield f"{name}: {attributes}"


PROMISES = (
    there_is_one_balancer_and_it_is_careful,
    people_are_served_over_tls_only,
    instances_are_asked_whether_they_live,
)
