"""Who acts: services, and roles for them. As interfaces, for the CDK's classes name some parameters otherwise than the
interfaces which they implement, and a strict type checker refuses them where an interface is asked for."""

from typing import cast

from aws_cdk import aws_iam as iam
from constructs import Construct


def service(name: str) -> iam.IPrincipal:
    return cast("iam.IPrincipal", iam.ServicePrincipal(f"{name}.amazonaws.com"))


def anybody() -> iam.IPrincipal:
    return cast("iam.IPrincipal", iam.AnyPrincipal())


def role_of(scope: Construct, name: str, service_name: str) -> iam.IRole:
    return cast("iam.IRole", iam.Role(scope, name, assumed_by=service(service_name)))
