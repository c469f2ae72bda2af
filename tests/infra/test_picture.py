"""The picture in README.md is of the template as it is now."""

from collections.abc import Callable

import pytest

from infra import picture
from promise.synthesised import Synthesised


def test_the_picture_is_current(synthesised: Callable[[str], Synthesised]) -> None:
    made = picture.picture(synthesised("ha").template().raw)

    assert picture.drawn_in(picture.README.read_text()) == made, "python -m infra.picture cdk.out/todo.template.json"


def test_every_profile_can_be_drawn(promised: Synthesised) -> None:
    made = picture.picture(promised.template().raw)

    assert made.count('"') % 2 == 0
    assert f"{promised.case.profile.fleet.at_least} to {promised.case.profile.fleet.at_most} x" in made


def test_what_is_new_is_not_left_out(synthesised: Callable[[str], Synthesised]) -> None:
    template = synthesised("ha").template().raw
    template["Resources"]["Cache"] = {"Type": "AWS::ElastiCache::ServerlessCache", "Properties": {}}

    with pytest.raises(picture.NotDrawn, match="ElastiCache"):
        picture.picture(template)
