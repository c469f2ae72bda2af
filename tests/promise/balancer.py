"""The one thing that is public: HTTPS, and what it passes on."""

from collections.abc import Iterator

from infra.settings import EVENTS_PATH, EVENTS_PORT, HEALTH_PORT, IDLE_SECONDS, SERVICE_PORT

from promise.template import Case, Properties, Template, pairs, target, text, wanted

TLS = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"  # 1.2 and 1.3, forward secrecy and authenticated encryption only
ATTRIBUTES = {
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "routing.http.desync_mitigation_mode": "strictest",
    "idle_timeout.timeout_seconds": str(IDLE_SECONDS),
    "access_logs.s3.enabled": "true",
}
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
FIRST = 10
PASSED_ON = {SERVICE_PORT: (HEALTH_PORT, 30), EVENTS_PORT: (EVENTS_PORT, 5)}  # where health is asked, and the delay


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
    yield from _forwards(t, https.get("DefaultActions"), SERVICE_PORT)
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
    others = [(name, rule) for name, rule in t.of(RULE) if not _paths(rule)]
    if len(others) != 1:
        yield f"rules: {[name for name, _ in others]}"
        return
    rule = others[0][1]
    yield from _forwards(t, rule.get("Actions"), SERVICE_PORT)
    _, distribution = t.one("AWS::CloudFront::Distribution")
    config = distribution.get("DistributionConfig", {})
    sent = [
        {it["HeaderName"]: it["HeaderValue"]}
        for o in config.get("Origins", [])
        for it in o.get("OriginCustomHeaders", [])
    ]
    for each, it in t.of(RULE):
        if _headers(it) != sent or not sent:
            yield f"{each} does not ask for what our CloudFront sends"
    if "{{resolve:secretsmanager:" not in text(next(iter(sent[0].values())) if sent else ""):
        yield "what CloudFront sends is no secret"
    behavior = config.get("DefaultCacheBehavior", {})
    yield from wanted("distribution", behavior, {"ViewerProtocolPolicy": "redirect-to-https"})
    yield from wanted("distribution", config, {"Enabled": True})


def _paths(rule: Properties) -> list[str]:
    conditions = [it for it in rule.get("Conditions", []) if it.get("Field") == "path-pattern"]
    found = [it.get("PathPatternConfig", {}).get("Values", []) for it in conditions]
    return [path for paths in found for path in paths]


def _headers(rule: Properties) -> list[dict[str, object]]:
    found = [it["HttpHeaderConfig"] for it in rule.get("Conditions", []) if "HttpHeaderConfig" in it]
    return [{it.get("HttpHeaderName"): (it.get("Values") or [None])[0]} for it in found]


def _group(t: Template, port: int) -> tuple[str, Properties]:
    found = [(name, it) for name, it in t.of("AWS::ElasticLoadBalancingV2::TargetGroup") if it.get("Port") == port]
    return found[0] if len(found) == 1 else ("none", {})


def _forwards(t: Template, actions: object, port: int) -> Iterator[str]:
    target_group, _ = _group(t, port)
    found = [
        (it.get("Type"), target(it.get("TargetGroupArn"))) for it in (actions if isinstance(actions, list) else [])
    ]
    if found != [("forward", target_group)]:
        yield f"requests go to {found}"


def streams_of_events_go_to_the_process_that_holds_them(t: Template, case: Case) -> Iterator[str]:
    rules = dict(t.of(RULE))
    found = [name for name, it in rules.items() if _paths(it)]
    if len(found) != 1:
        yield f"rules for paths: {found}"
        return
    rule = rules.pop(found[0])
    if _paths(rule) != [EVENTS_PATH]:
        yield f"{found[0]} leads {_paths(rule)}"
    yield from _forwards(t, rule.get("Actions"), EVENTS_PORT)
    yield from wanted(found[0], rule, {"Priority": FIRST})
    if any(it.get("Priority", 0) <= FIRST for it in rules.values()):
        yield "another rule comes before that of the streams"
    people = 443 if case.place.domain else 80
    if t.properties(target(rule.get("ListenerArn"))).get("Port") != people:
        yield f"{found[0]} is not where people ask"


def instances_are_asked_whether_they_live(t: Template, _: Case) -> Iterator[str]:
    if len(list(t.of("AWS::ElasticLoadBalancingV2::TargetGroup"))) != len(PASSED_ON):
        yield "there are other target groups"
    for port, (health_port, delay) in PASSED_ON.items():
        yield from _asked(*_group(t, port), health_port, delay)


def _asked(name: str, it: Properties, health_port: int, delay: int) -> Iterator[str]:
    expected = {
        "HealthCheckPort": str(health_port),
        "HealthCheckPath": "/health/live",
        "HealthCheckIntervalSeconds": 10,
        "HealthCheckTimeoutSeconds": 5,
        "HealthyThresholdCount": 2,
        "UnhealthyThresholdCount": 3,
        "Matcher.HttpCode": "200",
        "Protocol": "HTTP",
        "TargetType": "instance",
    }
    yield from wanted(name, it, expected)
    attributes = pairs(it.get("TargetGroupAttributes"))
    expected = {
        "deregistration_delay.timeout_seconds": str(delay),
        "stickiness.enabled": "false",
        "load_balancing.algorithm.type": "least_outstanding_requests",
    }
    if attributes != expected:
        yield f"{name}: {attributes}"


PROMISES = (
    there_is_one_balancer_and_it_is_careful,
    people_are_served_over_tls_only,
    streams_of_events_go_to_the_process_that_holds_them,
    instances_are_asked_whether_they_live,
)
