"""The instance role's credentials, as any program on an instance gets them. Call it on an instance's machine."""

import boto3
import httpx
from tests.rehearsal import metadata, place

LATEST = f"http://{metadata.ADDRESS[0]}/latest"


def session() -> boto3.Session:
    with httpx.Client(base_url=LATEST) as client:
        client.headers["X-aws-ec2-metadata-token"] = client.put("/api/token", headers={metadata.TTL: "60"}).text
        roles = "/meta-data/iam/security-credentials/"
        given = client.get(roles + client.get(roles).text).json()
    return boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["Token"], place.REGION)
