"""How much there is of each: the profile's numbers, as the documents and the cost table name them."""

from collections.abc import Iterator

from promise.template import Case, Template, target, wanted


def the_fleet_is_as_large_as_the_profile_says(t: Template, case: Case) -> Iterator[str]:
    name, group = t.one("AWS::AutoScaling::AutoScalingGroup")
    fleet = case.profile.fleet
    yield from wanted(
        name, group, {"MinSize": str(fleet.at_least), "MaxSize": str(fleet.at_most), "DesiredCapacity": None}
    )
    template = t.properties(target(group.get("LaunchTemplate", {}).get("LaunchTemplateId")))
    expected = fleet.instance if case.place.architecture == "arm64" else fleet.instance_x86
    yield from wanted("template", template.get("LaunchTemplateData", {}), {"InstanceType": expected})


def the_database_is_as_large_as_the_profile_says(t: Template, case: Case) -> Iterator[str]:
    name, it = t.one("AWS::RDS::DBInstance")
    database = case.profile.database
    expected = {
        "DBInstanceClass": f"db.{database.instance}",
        "MultiAZ": database.is_multi_az,
        "AllocatedStorage": str(database.storage_gib),
        "MaxAllocatedStorage": database.storage_limit_gib,
        "StorageType": "gp3",
    }
    yield from wanted(name, it, expected)


PROMISES = (
    the_fleet_is_as_large_as_the_profile_says,
    the_database_is_as_large_as_the_profile_says,
)
