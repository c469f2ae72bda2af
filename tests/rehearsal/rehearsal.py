"""Inside the sandbox."""

import sys

from tests.rehearsal import cloud, place, sandbox
from tests.rehearsal.stage import opened, prepared


def main() -> int:
    sandbox.prepare()
    place.WORK.mkdir()
    with prepared() as stage:
        stage.say("emulator answers")
        stage.cdk.bootstrap()
        stage.say("bootstrapped")
        stage.cdk.deploy(1)
        stage.say("deployed")
        with opened(stage) as site:
            stage.say("opened")
            o = site.deployed.outputs
            import json

            cloud.client("iam").put_role_policy(
                RoleName=o["InstanceRole"],
                PolicyName="Lent",
                PolicyDocument=json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": "secretsmanager:GetSecretValue",
                                "Resource": o["MasterSecret"],
                            },
                            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": o["DataKey"]},
                        ],
                    }
                ),
            )
            try:
                site.fleet.settle(2, seconds=120)
            except Exception as e:
                print(repr(e))
            for m in site.fleet.members:
                print(m.instance.id, m.state, m.instance.runs)
                print(m.instance.log[-3000:])
                print(
                    m.instance.run("systemctl", "--no-pager", "status", "todo.service", "user-data.service").stdout[
                        -3000:
                    ]
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
