"""The images that templates name: the emulator knows one parameter of Amazon Linux 2023, the CDK uses others."""

from ministack.services import ssm

FOLDER = "/aws/service/ami-amazon-linux-latest"


def install() -> None:
    known = ssm._PUBLIC_AMI_PARAMETERS
    image = known[f"{FOLDER}/al2023-ami-kernel-default-x86_64"]
    for kernel in ("6.1", "default"):
        for architecture in ("arm64", "x86_64"):
            known.setdefault(f"{FOLDER}/al2023-ami-kernel-{kernel}-{architecture}", image)
