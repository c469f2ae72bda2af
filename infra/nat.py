"""The way out of the private subnets for three dollars a month, not thirty-two: one small instance that forwards."""

from pathlib import Path

from aws_cdk import aws_ec2 as ec2

SCRIPT = Path(__file__).parent / "nat.sh"


def nat_instance() -> ec2.NatInstanceProviderV2:
    return ec2.NatProvider.instance_v2(
        instance_type=ec2.InstanceType("t4g.nano"),
        machine_image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
        default_allowed_traffic=ec2.NatTrafficDirection.NONE,
        user_data=ec2.UserData.custom(SCRIPT.read_text()),
    )


def harden(provider: ec2.NatInstanceProviderV2, fleet: ec2.SecurityGroup) -> None:
    """Only the fleet may come in, only HTTPS goes out; the disk and the metadata are guarded as on the fleet."""
    provider.connections.allow_from(fleet, ec2.Port.tcp(443), "HTTPS of the fleet")
    provider.connections.allow_to_any_ipv4(ec2.Port.tcp(443), "HTTPS to the world")
    for gateway in provider.gateway_instances:
        template = ec2.LaunchTemplate(
            gateway,
            "Template",
            require_imdsv2=True,
            http_put_response_hop_limit=1,
            block_devices=[
                ec2.BlockDevice(
                    device_name="/dev/xvda",
                    volume=ec2.BlockDeviceVolume.ebs(8, encrypted=True, volume_type=ec2.EbsDeviceVolumeType.GP3),
                )
            ],
        )
        instance = gateway.instance
        instance.monitoring = True
        instance.ebs_optimized = True
        instance.launch_template = ec2.CfnInstance.LaunchTemplateSpecificationProperty(
            launch_template_id=template.launch_template_id, version=template.latest_version_number
        )
        ec2.CfnEIP(gateway, "Address", domain="vpc", instance_id=gateway.instance_id)
