"""Says so before a month becomes dearer than was meant.

It counts the whole account: costs by tag begin only once somebody activates the tag, and nothing never rings.
"""

from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_sns as sns
from constructs import Construct

Budget = budgets.CfnBudget


def add_budget(scope: Construct, *, usd_a_month: int, topic: sns.ITopic) -> None:
    told = Budget.SubscriberProperty(subscription_type="SNS", address=topic.topic_arn)
    Budget(
        scope,
        "Budget",
        budget=Budget.BudgetDataProperty(
            budget_type="COST",
            time_unit="MONTHLY",
            budget_limit=Budget.SpendProperty(amount=usd_a_month, unit="USD"),
        ),
        notifications_with_subscribers=[
            Budget.NotificationWithSubscribersProperty(notification=notification, subscribers=[told])
            for notification in (_over("FORECASTED", 100), _over("ACTUAL", 80), _over("ACTUAL", 100))
        ],
    )


def _over(kind: str, percent: int) -> Budget.NotificationProperty:
    return Budget.NotificationProperty(
        notification_type=kind, comparison_operator="GREATER_THAN", threshold=percent, threshold_type="PERCENTAGE"
    )
