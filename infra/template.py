"""What an instance is made of: image, disk, and the few lines that fetch the bundle and start its bootstrap."""

from collections.abc import Mapping

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from infra import settings

CPU = {"arm64": ec2.AmazonLinuxCpuType.ARM_64, "x86_64": ec2.AmazonLinuxCpuType.X86_64}
FOLDER = "/opt/todo/bundle"


def launch_template(
    scope: Construct,
    *,
    profile: settings.Fleet,
    place: settings.Place,
    group: ec2.SecurityGroup,
    role: iam.IRole,
    user_data: ec2.UserData,
) -> ec2.LaunchTemplate:
    return ec2.LaunchTemplate(
        scope,
        "Template",
        instance_type=ec2.InstanceType(profile.instance if place.architecture == "arm64" else profile.instance_x86),
        machine_image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=CPU[place.architecture]),
        role=role,
        security_group=group,
        user_data=user_data,
        require_imdsv2=True,
        http_put_response_hop_limit=1,
        detailed_monitoring=True,
        block_devices=[
            ec2.BlockDevice(
                device_name="/dev/xvda",
                volume=ec2.BlockDeviceVolume.ebs(16, encrypted=True, volume_type=ec2.EbsDeviceVolumeType.GP3),
            )
        ],
    )


def user_data(bundle: assets.Asset, variables: Mapping[str, str]) -> ec2.UserData:
    """The key of the bundle is a hash of what is in it: another version is another template, and starts a rollout."""
    lines = [
        "#!/bin/bash",
        "set -euo pipefail",
        *(f"export {name}='{value}'" for name, value in variables.items()),
        f"mkdir -p {FOLDER}",
        f"aws s3 cp --no-progress s3://{bundle.s3_bucket_name}/{bundle.s3_object_key} {FOLDER}.zip",
        f"python3 -m zipfile -e {FOLDER}.zip {FOLDER}",
        f"bash {FOLDER}/bootstrap.sh",
    ]
    return ec2.UserData.custom("\n".join(lines) + "\n")
