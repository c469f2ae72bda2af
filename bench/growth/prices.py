"""What AWS asks, in dollars, us-east-1, on demand, without the free allowances of an account's first year.

Each price names the page of AWS that decides it. No price was read there: `seen` says where and when the number was
found, and where that is empty it is an assumption. Copies of AWS's pages are dated by who copied them.
"""

from dataclasses import dataclass

HOURS = 730.0  # of a month, as AWS counts

_COPY = "api-evangelist on GitHub, copied from the page 2026-09-20"
_RDS = "aws.amazon.com/rds/postgresql/pricing"
_EC2 = "aws.amazon.com/ec2/pricing/on-demand"
_GOLDEN = "infracost on GitHub, tests kept from AWS's price list, undated"
_WATCH = "aws.amazon.com/cloudwatch/pricing"
_COGNITO = "aws.amazon.com/cognito/pricing"


@dataclass(frozen=True, slots=True)
class Price:
    usd: float
    unit: str
    page: str
    seen: str = ""


EC2 = {
    "t4g.nano": Price(0.0042, "hour", _EC2, "fck-nat on GitHub, undated"),
    "t4g.small": Price(0.0168, "hour", _EC2, "a sixteenth of t4g.2xlarge, gist EverettBerry, undated"),
    "m7g.large": Price(0.0816, "hour", _EC2, "factualminds.com, June 2026"),
}
RDS = {
    "t4g.micro": Price(0.016, "hour, one zone", _RDS, "infratally.com, 2026"),
    "t4g.medium": Price(0.065, "hour, one zone", _RDS, "infratally.com, 2026"),
    **{
        f"m7g.{size}": Price(0.168 * times, "hour, one zone", _RDS, "two public price tables, 2025; a third says 0.162")
        for size, times in {"large": 1, "xlarge": 2, "2xlarge": 4, "4xlarge": 8, "8xlarge": 16}.items()
    },
}
MULTI_AZ = 2.0  # times the price of one zone, instance and storage alike (same page)

CREDIT = Price(0.04, "vCPU-hour above the baseline, t4g", _EC2, "GitLab, docker-machine !118")
RDS_CREDIT = Price(0.075, "vCPU-hour above the baseline, db.t4g", _RDS, "repost.aws, of db.t3, 2024")
DISK = Price(0.08, "GB-month, gp3", "aws.amazon.com/ebs/pricing", _GOLDEN)
RDS_DISK = Price(0.115, "GB-month, gp3, one zone", _RDS, "usage.ai, June 2026")
RDS_IOPS = Price(0.02, "month, operation a second beyond what gp3 brings, one zone", _RDS, _GOLDEN)
BACKUP = Price(0.095, "GB-month", _RDS, "usage.ai, June 2026")
BALANCER = Price(0.0225, "hour", "aws.amazon.com/elasticloadbalancing/pricing", _COPY)
LCU = Price(0.008, "LCU-hour", "aws.amazon.com/elasticloadbalancing/pricing", _COPY)
ADDRESS = Price(0.005, "hour, public IPv4", "aws.amazon.com/vpc/pricing", "nwobodo.me, 2024-06-01")
NAT = Price(0.045, "hour", "aws.amazon.com/vpc/pricing", _COPY)
NAT_GB = Price(0.045, "GB", "aws.amazon.com/vpc/pricing", _COPY)
OUT_FREE_GB = 100.0
OUT = (  # from so many GB of a month on
    (0.0, Price(0.09, "GB to the internet", _EC2, _GOLDEN)),
    (10_240.0, Price(0.085, "GB, after 10 TB", _EC2, _GOLDEN)),
    (51_200.0, Price(0.07, "GB, after 50 TB", _EC2, _GOLDEN)),
    (153_600.0, Price(0.05, "GB, after 150 TB", _EC2, _GOLDEN)),
)
ZONES_GB = Price(0.01, "GB and direction between zones", _EC2, _GOLDEN)
FIREWALL = Price(5.0, "month, web ACL", "aws.amazon.com/waf/pricing", _GOLDEN)
FIREWALL_RULE = Price(1.0, "month, rule", "aws.amazon.com/waf/pricing", _GOLDEN)
FIREWALL_MILLION = Price(0.6, "million requests", "aws.amazon.com/waf/pricing", _GOLDEN)
LOG_GB = Price(0.5, "GB taken in", _WATCH, "factualminds.com, 2026-06-13")
LOG_KEPT = Price(0.03, "GB-month, compressed to about a sixth", _WATCH, _GOLDEN)
METRIC = Price(0.3, "month, custom metric", _WATCH, "signoz.io, 2026-02-15")
ALARM = Price(0.1, "month, metric looked at", _WATCH, _GOLDEN)
COMPOSITE = Price(0.5, "month, composite alarm", _WATCH, "c3x.dev, undated")
DASHBOARD = Price(3.0, "month, after the first three", _WATCH, "factualminds.com, 2026-06-13")
KEY = Price(1.0, "month, key, and each of its first two rotations", "aws.amazon.com/kms/pricing", "a copy, undated")
SECRET = Price(0.4, "month, secret", "aws.amazon.com/secrets-manager/pricing", _COPY)
S3_GB = Price(0.023, "GB-month", "aws.amazon.com/s3/pricing", _GOLDEN)
ZONE = Price(0.5, "month, hosted zone", "aws.amazon.com/route53/pricing", "ns1.com, undated")
PERSON_FREE = 10_000
PERSON = Price(0.015, "person active in the month, Essentials, after 10,000", _COGNITO, _COPY)
PERSON_LITE = (  # from so many people on
    (0.0, Price(0.0055, "the same, Lite", _COGNITO, _COPY)),
    (100_000.0, Price(0.0046, "the same, Lite, after 100,000", _COGNITO, _COPY)),
    (1_000_000.0, Price(0.00325, "the same, Lite, after 1,000,000", _COGNITO)),
    (10_000_000.0, Price(0.0025, "the same, Lite, after 10,000,000", _COGNITO)),
)
TOKENS_PER_SECOND = 120.0  # token requests that Cognito answers (developer guide, "Quotas", UserToken)
MORE_TOKENS = Price(
    20.0, "month, each further token request a second", _COGNITO, "AWS What's New, 2024-01-25, in translation"
)


def tiered(quantity: float, tiers: tuple[tuple[float, Price], ...]) -> float:
    """Dollars for so much, where each next tier begins at a quantity and has its own price."""
    ends = [*(start for start, _ in tiers[1:]), float("inf")]
    steps = zip(tiers, ends, strict=True)
    return sum(max(0.0, min(quantity, end) - start) * price.usd for (start, price), end in steps)


def every() -> list[tuple[str, Price]]:
    """All of them, by the names they have here."""
    found: list[tuple[str, Price]] = []
    for name, value in globals().items():
        if isinstance(value, Price):
            found.append((name.lower(), value))
        elif isinstance(value, dict) and not name.startswith("_"):
            found += [(f"{name.lower()} {size}", price) for size, price in value.items()]
        elif isinstance(value, tuple) and not name.startswith("_"):
            found += [(name.lower(), price) for _, price in value]
    return found
