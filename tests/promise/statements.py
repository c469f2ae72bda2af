"""Statements of the policies that keys, topics and buckets have themselves, to the letter."""

from promise.template import Properties

OF_THIS_ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
PUBLISHERS = {"Service": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]}
ACCOUNT = {"AWS": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":root"]]}}
ARN = ["arn:", {"Ref": "AWS::Partition"}]
SCALING = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
PLAIN_IS_DENIED = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sns:Publish",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
PUBLISHERS_WRITE = {"Effect": "Allow", "Principal": PUBLISHERS, "Action": "sns:Publish", "Condition": OF_THIS_ACCOUNT}
OWNER: Properties = {"Effect": "Allow", "Principal": ACCOUNT, "Action": "kms:*", "Resource": "*"}
OTHERS: tuple[Properties, ...] = (
    {
        "Principal": {"Service": {"Fn::Join": ["", ["logs.", {"Ref": "AWS::Region"}, ".amazonaws.com"]]}},
        "Action": [
            *("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
            *("kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
        ],
        "Condition": {
            "ArnLike": {
                "kms:EncryptionContext:aws:logs:arn": {
                    "Fn::Join": [
                        "",
                        [*ARN, ":logs:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":log-group:*"],
                    ]
                }
            }
        },
    },
    {"Principal": PUBLISHERS, "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Condition": OF_THIS_ACCOUNT},
    {
        "Principal": {"AWS": "*"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Condition": {
            "StringEquals": {"kms:CallerAccount": {"Ref": "AWS::AccountId"}},
            "ArnEquals": {
                "aws:PrincipalArn": {"Fn::Join": ["", [*ARN, ":iam::", {"Ref": "AWS::AccountId"}, f":{SCALING}"]]}
            },
        },
    },
    {  # Secrets Manager for principals of the account: the CDK adds it with each secret
        "Principal": ACCOUNT,
        "Action": [
            *(
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
            )
        ],
        "Condition": {
            "StringEquals": {
                "kms:ViaService": {"Fn::Join": ["", ["secretsmanager.", {"Ref": "AWS::Region"}, ".amazonaws.com"]]}
            }
        },
    },
)
