"""How many instances there are: by requests and by CPU, whichever asks for more. docs/growth.md has the reasons."""

from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_elasticloadbalancingv2 as elb

from infra.settings import Fleet

Policy = autoscaling.CfnScalingPolicy


def follow_load(group: autoscaling.AutoScalingGroup, profile: Fleet) -> None:
    group.scale_on_request_count("Requests", target_requests_per_minute=profile.requests_per_minute)
    group.scale_on_cpu_utilization("Cpu", target_utilization_percent=profile.cpu_percent)


def foresee_load(group: autoscaling.AutoScalingGroup, profile: Fleet, target: elb.ApplicationTargetGroup) -> None:
    """Starts instances before the morning that was busy on other days too; it never stops one."""
    Policy(
        group,
        "Forecast",
        auto_scaling_group_name=group.auto_scaling_group_name,
        policy_type="PredictiveScaling",
        predictive_scaling_configuration=Policy.PredictiveScalingConfigurationProperty(
            mode="ForecastAndScale",
            scheduling_buffer_time=300,
            metric_specifications=[
                Policy.PredictiveScalingMetricSpecificationProperty(
                    target_value=profile.requests_per_minute,
                    predefined_metric_pair_specification=Policy.PredictiveScalingPredefinedMetricPairProperty(
                        predefined_metric_type="ALBRequestCount",
                        resource_label=f"{target.first_load_balancer_full_name}/{target.target_group_full_name}",
                    ),
                )
            ],
        ),
    )
