"""What was chosen for a deployment, as `name=value` words; kept in infra/place/<stack>.json, so that it is said once.

Without the file the next deployment would not know the domain of the last one, and put a trial in its place. Whoever
deploys from several machines keeps it in their repository: nothing in it is secret.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from infra.settings import Place, SettingsError, read_place, read_profile

PLACES = Path(__file__).parent / "place"
DEFAULTS = {"profile": "ha", "name": "todo", "architecture": "arm64", "keep": "yes"}
NAMES = ("profile", *(field.name for field in fields(Place)))


def read(words: Sequence[str]) -> dict[str, str]:
    """What was chosen for this stack before, and now; `domain=` forgets a choice. Raises SettingsError."""
    now = dict(_parted(word) for word in words)
    kept = _file(now.get("name") or DEFAULTS["name"])
    before: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    chosen = {**before, **now}
    return {**DEFAULTS, **{name: value for name, value in chosen.items() if value}}


def _parted(word: str) -> tuple[str, str]:
    name, is_choice, value = word.partition("=")
    if not is_choice or name not in NAMES:
        raise SettingsError(f"{word}: write name=value, with one of {', '.join(NAMES)}.")
    return name, value


def _file(stack: str) -> Path:
    return PLACES / f"{stack}.json"


def check(chosen: Mapping[str, str], bundle: Path) -> Place:
    """What the stack will make of them. Raises SettingsError."""
    read_profile(chosen["profile"])
    return read_place({**chosen, "bundle": str(bundle)})


def keep(chosen: Mapping[str, str]) -> None:
    """But for the bundle: the next version is another."""
    PLACES.mkdir(exist_ok=True)
    kept = {name: value for name, value in sorted(chosen.items()) if name != "bundle"}
    _file(chosen["name"]).write_text(json.dumps(kept, indent=2) + "\n")


def as_context(chosen: Mapping[str, str]) -> list[str]:
    """As words of the CDK's command."""
    return [word for name, value in sorted(chosen.items()) for word in ("--context", f"{name}={value}")]
