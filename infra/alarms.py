"""How a rule becomes an alarm, and whom it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.watch import Watch

Over = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
Under = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD


@dataclass(frozen=True, kw_only=True)
class Rule:
    name: str
    metric: cloudwatch.IMetric
    limit: float
    compared: cloudwatch.ComparisonOperator = Over
    minutes: int = 5  # in a row
    silence_is_bad: bool = False


class Alarms(Construct):
    """Each alarm is told to `notices`; when people are affected, one composite alarm is told to `pages`."""

    def __init__(self, scope: Construct, name: str, *, watch: Watch) -> None:
        super().__init__(scope, name)
        self._notify = _tell(watch.notices)
        self._page = _tell(watch.pages)
        self.all: list[cloudwatch.Alarm] = []

    def add(self, rules: Sequence[Rule]) -> list[cloudwatch.Alarm]:
        added = [self._alarm(rule) for rule in rules]
        self.all += added
        return added

    def wake(self, alarms: Sequence[cloudwatch.Alarm]) -> None:
        """Pages when any of them rings."""
        page = cloudwatch.CompositeAlarm(
            self,
            "Page",
            alarm_description="People are affected",
            alarm_rule=cloudwatch.AlarmRule.any_of(
                *(cloudwatch.AlarmRule.from_alarm(alarm, cloudwatch.AlarmState.ALARM) for alarm in alarms)
            ),
        )
        page.add_alarm_action(self._page)
        page.add_ok_action(self._page)

    def _alarm(self, rule: Rule) -> cloudwatch.Alarm:
        missing = cloudwatch.TreatMissingData
        alarm = cloudwatch.Alarm(
            self,
            rule.name,
            metric=rule.metric,
            threshold=rule.limit,
            comparison_operator=rule.compared,
            evaluation_periods=rule.minutes,
            treat_missing_data=missing.BREACHING if rule.silence_is_bad else missing.NOT_BREACHING,
        )
        alarm.add_alarm_action(self._notify)
        alarm.add_ok_action(self._notify)
        return alarm


def _tell(topic: sns.ITopic) -> cloudwatch.IAlarmAction:
    return cast("cloudwatch.IAlarmAction", actions.SnsAction(topic))
