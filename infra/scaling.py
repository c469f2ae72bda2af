"""How many instances there are: by requests and by CPU, whichever asks for more. docs/growth.md has the reasons."""

from collections.abc import Sequence

from aws_cdk import aws_autoscaling as autoscaling
from constructs import IDependable

from infra.settings import Fleet

Policy = autoscaling.CfnScalingPolicy


def follow_load(
    group: autoscaling.AutoScalingGroup, profile: Fleet, *, target_label: str, after: Sequence[IDependable]
) -> None:
    """`target_label` names load balancer and target group, as `app/…/targetgroup/…`; `after`: what joins the two."""
    group.scale_on_cpu_utilization("Cpu", target_utilization_percent=profile.cpu_percent)
    requests = Policy(
        group,
        "Requests",
        auto_scaling_group_name=group.auto_scaling_group_name,
        policy_type="TargetTrackingScaling",
        target_tracking_configuration=Policy.TargetTrackingConfigurationProperty(
            target_value=profile.requests_per_minute,
            predefined_metric_specification=Policy.PredefinedMetricSpecificationProperty(
                predefined_metric_type="ALBRequestCountPerTarget", resource_label=target_label
            ),
        ),
    )
    requests.node.add_dependency(*after)
    if profile.is_predictive:
        _foresee_load(group, profile, target_label).node.add_dependency(*after)


def _foresee_load(group: autoscaling.AutoScalingGroup, profile: Fleet, target_label: str) -> Policy:
    """Starts instances before the morning that was busy on other days too; it never stops one."""
    return Policy(
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
                        predefined_metric_type="ALBRequestCount", resource_label=target_label
                    ),
                )
            ],
        ),
    )
