"""The application is small: what a first visit loads is counted as it is sent, compressed by brotli."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "todo" / "web"

pytestmark = pytest.mark.skipif(not (WEB / "index.html").exists(), reason="It is not built: make test does")


def test_the_scripts_of_the_first_load_are_at_most_60_kb() -> None:
    assert sum(size for path, size in _first_load().items() if path.endswith(".js")) <= 60_000


def test_all_files_of_the_first_load_are_at_most_120_kb() -> None:
    assert sum(_first_load().values()) <= 120_000


def test_what_is_sent_of_each_text_is_compressed() -> None:
    texts = [path for path in WEB.rglob("*") if path.suffix in {".html", ".js", ".css", ".svg", ".json"}]

    assert texts
    assert [path.name for path in texts if path.stat().st_size > 1000 and not Path(f"{path}.br").exists()] == []


def _first_load() -> dict[str, int]:
    """The page, and what it names: scripts, styles, fonts and pictures."""
    paths = ["/index.html", *_named(WEB / "index.html")]
    styles = [path for path in paths if path.endswith(".css")]
    fonts = [name for style in styles for name in _named(WEB / style[1:]) if "ext" not in name]
    return {path: _sent(path) for path in dict.fromkeys([*paths, *fonts])}


def _named(file: Path) -> list[str]:
    names = re.findall(r"(?<=[\"'(])/[a-z][\w./-]*\.(?:js|css|woff2|svg|webmanifest)\b", file.read_text())
    return [name for name in names if (WEB / name[1:]).exists()]


def _sent(path: str) -> int:
    file = WEB / path[1:]
    compressed = Path(f"{file}.br")
    return (compressed if compressed.exists() else file).stat().st_size
