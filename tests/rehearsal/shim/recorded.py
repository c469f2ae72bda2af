"""CloudFormation types of which nothing but a record is made: the report counts them as not shown."""

import os
from pathlib import Path
from typing import Any

from ministack.core.responses import new_uuid
from ministack.services.cloudformation import provisioners
from tests.rehearsal.shim import RECORDED

TYPES = (
    "AWS::Backup::BackupSelection",
    "AWS::Budgets::Budget",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Cognito::ManagedLoginBranding",
    "AWS::EC2::FlowLog",
    "AWS::WAFv2::LoggingConfiguration",
)
ALARM = "AWS::CloudWatch::Alarm"


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS
    for name in TYPES:
        if name in handlers:
            raise SystemExit(f"the emulator makes {name} by now: take it out of the shim")
        handlers[name] = {"create": _recorder(name), "delete": lambda *_: None}
    handlers[ALARM] = _alarms_of_one_metric(handlers[ALARM])


def _recorder(name: str) -> Any:
    log = Path(os.environ[RECORDED])

    def create(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, Any]]:
        with log.open("a") as lines:
            lines.write(f"{name} {logical_id}\n")
        physical_id = f"{logical_id}-{new_uuid()[:8]}"
        return physical_id, {"Id": physical_id, "Arn": f"arn:aws:rehearsal:::{physical_id}"}

    return create


def _alarms_of_one_metric(handler: dict[str, Any]) -> dict[str, Any]:
    """The emulator refuses alarms of metric math."""
    record = _recorder(f"{ALARM} (metric math)")

    def create(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        make = record if "Metrics" in properties else handler["create"]
        return make(logical_id, properties, stack)

    return {**handler, "create": create}
