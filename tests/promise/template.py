"""A template as it is asked: resources by type, and values as text in which every reference is a name in ${}."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from infra.settings import Place, Profile

Properties = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """What was asked for when the template was made."""

    profile: Profile
    place: Place


@dataclass
class Template:
    raw: dict[str, Any]
    resources: dict[str, dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.resources = self.raw["Resources"]

    def of(self, *types: str) -> Iterator[tuple[str, Properties]]:
        """Logical id and properties of each resource of these types."""
        for name, resource in self.resources.items():
            if resource["Type"] in types:
                yield name, resource.get("Properties", {})

    def one(self, kind: str) -> tuple[str, Properties]:
        """The only one of its type; an empty one where there is none, or several, so that promises about it break."""
        found = list(self.of(kind))
        return found[0] if len(found) == 1 else ("none", {})

    def type_of(self, name: str) -> str:
        return self.resources.get(name, {}).get("Type", "nothing")

    def properties(self, name: str) -> Properties:
        return self.resources.get(name, {}).get("Properties", {})

    def path(self, name: str) -> str:
        """Of the construct that made it, without the stack's name."""
        path = self.resources[name].get("Metadata", {}).get("aws:cdk:path", name)
        return path.partition("/")[2].removesuffix("/Resource")


def text(value: Any) -> str:
    """`{"Ref": "A"}` is ${A}, an attribute ${A.B}; what is joined is joined."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        return json.dumps(value, sort_keys=True)
    [(function, argument)] = value.items()
    if function == "Ref":
        return f"${{{argument}}}"
    if function == "Fn::GetAtt":
        return f"${{{'.'.join(argument) if isinstance(argument, list) else argument}}}"
    if function == "Fn::Join":
        return argument[0].join(text(part) for part in argument[1])
    if function == "Fn::Sub" and isinstance(argument, str):
        return argument
    if function == "Fn::Base64":
        return text(argument)
    return json.dumps(value, sort_keys=True)


def texts(value: Any) -> list[str]:
    return [text(it) for it in as_list(value)]


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def target(value: Any) -> str:
    """The logical id of the resource that a reference is to."""
    return text(value).removeprefix("${").removesuffix("}").partition(".")[0]


def pairs(value: Any) -> dict[str, str]:
    """Attributes as CloudFormation lists them, `Key` and `Value`, as a dictionary."""
    return {it["Key"]: text(it.get("Value")) for it in as_list(value)}


def wanted(name: str, properties: Properties, expected: Properties) -> Iterator[str]:
    """A sentence for each property that is not what it should be."""
    for path, value in expected.items():
        found: Any = properties
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if found != value:
            yield f"{name}: {path} is {found!r}, not {value!r}"
