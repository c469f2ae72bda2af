"""CloudFormation types that the emulator has a service for, but no handler: what is made here shows in its API."""

import json
import re
import string
from collections.abc import Callable
from typing import Any

from ministack.core.responses import new_uuid
from ministack.services import ec2, secretsmanager, waf
from ministack.services.cloudformation import provisioners

Properties = dict[str, Any]
Made = tuple[str, dict[str, Any]]  # the physical id, and the attributes for Fn::GetAtt
ANYWHERE = [{"CidrIp": "0.0.0.0/0"}]


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS
    handlers["AWS::EC2::EIP"] = {"create": _make_address, "delete": _release_address}
    handlers["AWS::EC2::NatGateway"] = {"create": _make_gateway, "delete": _delete_gateway}
    handlers["AWS::EC2::SecurityGroupIngress"] = _rule("IpPermissions")
    handlers["AWS::EC2::SecurityGroupEgress"] = _rule("IpPermissionsEgress")
    handlers["AWS::WAFv2::WebACLAssociation"] = {"create": _protect, "delete": _unprotect}
    provisioners._sm_secret_string = _without_punctuation(provisioners._sm_secret_string)
    handlers["AWS::SecretsManager::Secret"] = _known_by_arn(handlers["AWS::SecretsManager::Secret"])
    handlers["AWS::RDS::DBInstance"] = _with_master_secret(handlers["AWS::RDS::DBInstance"])


def _make_address(logical_id: str, properties: Properties, stack: str) -> Made:
    answer = ec2._allocate_address({"Domain": ["vpc"]})
    allocation, address = _told(answer, "allocationId"), _told(answer, "publicIp")
    return address, {"AllocationId": allocation, "PublicIp": address}


def _release_address(physical_id: str, properties: Properties) -> None:
    for allocation, record in list(ec2._addresses.items()):
        if record["PublicIp"] == physical_id:
            ec2._release_address({"AllocationId": [allocation]})


def _make_gateway(logical_id: str, properties: Properties, stack: str) -> Made:
    place = {"SubnetId": [properties["SubnetId"]], "AllocationId": [properties["AllocationId"]]}
    gateway = _told(ec2._create_nat_gateway(place), "natGatewayId")
    return gateway, {"NatGatewayId": gateway}


def _delete_gateway(physical_id: str, properties: Properties) -> None:
    ec2._delete_nat_gateway({"NatGatewayId": [physical_id]})


def _rule(direction: str) -> dict[str, Callable[..., Any]]:
    def create(logical_id: str, properties: Properties, stack: str) -> Made:
        rules = ec2._security_groups[properties["GroupId"]][direction]
        if direction == "IpPermissionsEgress":  # the first rule takes the place of the one that a new group has
            rules[:] = [it for it in rules if it["IpProtocol"] != "-1" or it["IpRanges"] != ANYWHERE]
        rules.extend(provisioners._ec2_sg_permissions([properties]))
        return f"sgr-{new_uuid()[:17]}", {}

    def delete(physical_id: str, properties: Properties) -> None:
        group = ec2._security_groups.get(properties["GroupId"])
        for permission in provisioners._ec2_sg_permissions([properties]) if group else []:
            if permission in group[direction]:
                group[direction].remove(permission)

    return {"create": create, "delete": delete}


def _protect(logical_id: str, properties: Properties, stack: str) -> Made:
    acl, resource = properties["WebACLArn"], properties["ResourceArn"]
    answer = waf._associate_web_acl({"WebACLArn": acl, "ResourceArn": resource})
    if answer[0] != 200:
        raise ValueError(f"the web ACL was not associated: {answer}")
    return f"{acl}|{resource}", {}


def _unprotect(physical_id: str, properties: Properties) -> None:
    waf._disassociate_web_acl({"ResourceArn": properties["ResourceArn"]})


def _known_by_arn(handler: dict[str, Any]) -> dict[str, Any]:
    """Ref of a secret is its ARN, and policies say it; the emulator answers its name."""

    def create(logical_id: str, properties: Properties, stack: str) -> Made:
        _, attributes = handler["create"](logical_id, properties, stack)
        return attributes["Arn"], attributes

    def delete(physical_id: str, properties: Properties) -> None:
        secretsmanager._delete_secret({"SecretId": physical_id, "ForceDeleteWithoutRecovery": True})

    return {"create": create, "delete": delete}


def _without_punctuation(generate: Callable[[Properties], str]) -> Callable[[Properties], str]:
    """ExcludePunctuation of GenerateSecretString, which the emulator ignores."""

    def generated(properties: Properties) -> str:
        asked = properties.get("GenerateSecretString") or {}
        if str(asked.get("ExcludePunctuation")).lower() == "true":
            excluded = string.punctuation + asked.get("ExcludeCharacters", "")
            properties = {**properties, "GenerateSecretString": {**asked, "ExcludeCharacters": excluded}}
        return generate(properties)

    return generated


def _with_master_secret(handler: dict[str, Any]) -> dict[str, Any]:
    """ManageMasterUserPassword: RDS makes the password and keeps it in Secrets Manager. The emulator ignores it."""
    secrets: dict[str, str] = {}  # ARNs by id of instance

    def told(made: Made) -> Made:
        physical_id, attributes = made
        return physical_id, {**attributes, "MasterUserSecret.SecretArn": secrets[physical_id]}

    def create(logical_id: str, properties: Properties, stack: str) -> Made:
        physical_id, attributes = handler["create"](logical_id, properties, stack)
        content = {"username": properties["MasterUsername"], "password": new_uuid()}
        secrets[physical_id] = secretsmanager.create_secret_in_process(f"rds!db-{new_uuid()}", json.dumps(content))
        return told((physical_id, attributes))

    def update(*arguments: Any, **named: Any) -> Made:
        return told(handler["update"](*arguments, **named))

    def delete(physical_id: str, properties: Properties) -> None:
        handler["delete"](physical_id, properties)
        secretsmanager._delete_secret({"SecretId": secrets.pop(physical_id), "ForceDeleteWithoutRecovery": True})

    return {**handler, "create": create, "update": update, "delete": delete}


def _told(answer: tuple[int, dict[str, str], Any], tag: str) -> str:
    """What an XML answer of the emulator says in `tag`."""
    text = answer[2].decode() if isinstance(answer[2], bytes) else answer[2]
    found = re.search(rf"<{tag}>([^<]+)</{tag}>", text)
    if not found:
        raise ValueError(f"no {tag} in {text}")
    return found[1]
