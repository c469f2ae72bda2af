"""What nothing here could show, said so that nobody takes it for shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Absent:
    TITLE: str
    PROVES: str
    CANNOT: str
    reason: str


def absent(recorded: list[str]) -> list[Absent]:
    types = sorted({line.split()[0].removeprefix("AWS::") for line in recorded})
    return [
        Absent("recorded only", "", ", ".join(types), "the emulator makes nothing of these resources but a record"),
        Absent(
            "pages and mail of Cognito",
            "",
            "hosted sign-up, branding, mail, MFA, passkeys, /oauth2/revoke",
            "the emulator has none of them",
        ),
        Absent("web application firewall", "", "its rules, its limits", "no request passes the web ACL here"),
        Absent(
            "alarms, scaling by metrics",
            "",
            "that an alarm rings, a policy scales, a refresh goes back",
            "nothing measures here; the numbers of the policies are in docs/growth.md",
        ),
        Absent(
            "Amazon Linux on ARM",
            "",
            "its packages, the CloudWatch agent, the S3 gateway endpoint",
            "instances are containers of this machine's Debian",
        ),
        Absent("failover, backups", "", "Multi-AZ, point-in-time recovery, AWS Backup", "there is one PostgreSQL here"),
    ]
