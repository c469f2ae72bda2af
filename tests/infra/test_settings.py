"""What a deployment may be told, and what it says when that is wrong."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from infra.settings import HA, LARGE, PROFILES, SMALL, Place, SettingsError, read_place, read_profile

from promise.synthesised import DOMAIN, TRIAL, run_app


@pytest.fixture
def bundle(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bundle").mkdir()
    return {"bundle": str(tmp_path / "bundle")}


def test_profiles_are_frozen_values() -> None:
    with pytest.raises(FrozenInstanceError):
        HA.fleet.at_least = 1  # pyright: ignore[reportAttributeAccessIssue]


def test_only_the_small_profile_gives_something_up_and_says_what() -> None:
    assert SMALL.gives_up
    assert not HA.gives_up + LARGE.gives_up
    assert (HA.has_firewall, HA.database.is_multi_az, HA.nat) == (True, True, "gateway per zone")
    assert HA.fleet.at_least >= HA.zones
    assert LARGE.fleet.at_least >= LARGE.zones == 3


def test_the_safe_value_is_the_default() -> None:
    place = Place()

    assert place.keeps_state
    assert place.architecture == "arm64"


def test_what_is_not_a_setting_of_ours_is_left_alone(bundle: dict[str, str]) -> None:
    place = read_place({**bundle, **DOMAIN, "@aws-cdk/core:something": True, "aws:cdk:version-reporting": False})

    assert place == Place(**bundle, **DOMAIN)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "domain: name one"),
        ({"domain": "todo.example.com"}, "zone_id"),
        ({**DOMAIN, "domain": "todo.example.org"}, "not in the zone example.com"),
        ({**DOMAIN, "domain": "todo.anexample.com"}, "not in the zone example.com"),
        ({**DOMAIN, "architecture": "sparc"}, "write one of arm64, x86_64"),
        ({**DOMAIN, "keep": "maybe"}, "write one of yes, no"),
        ({**DOMAIN, "bundle": "/nowhere"}, "python -m infra.bundle"),
        ({**TRIAL, "cloudfront_prefix_list": "com.amazonaws"}, "pl-"),
    ],
)
def test_a_wrong_setting_is_answered_with_what_to_write(
    given: dict[str, str], said: str, bundle: dict[str, str]
) -> None:
    with pytest.raises(SettingsError, match=said):
        read_place({**bundle, **given})


def test_a_profile_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(SettingsError, match="small, ha, large"):
        read_profile("huge")
    assert {read_profile(name).name for name in PROFILES} == {"small", "ha", "large"}


def test_the_command_ends_with_the_sentence_and_nothing_else(tmp_path: Path) -> None:
    done = run_app({"profile": "huge"}, tmp_path / "out")

    assert done.returncode == 1
    assert done.stderr == "profile=huge: write one of small, ha, large.\n"
