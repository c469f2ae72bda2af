"""The program's secret: made once, read by this user alone, and good for keys of several purposes."""

import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken

from todo.auth.secret import cipher, load_secret
from todo.settings import Settings, SettingsError

FIRST, SECOND = "1" * 32, "2" * 32


def settings(folder: Path, **chosen: Any) -> Settings:
    return Settings.model_validate({"data_dir": folder, **chosen})


def test_it_is_made_at_the_first_start_and_kept(tmp_path: Path) -> None:
    secret = load_secret(settings(tmp_path / "new"))

    assert len(secret) == 64
    assert load_secret(settings(tmp_path / "new")) == secret
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_only_this_user_may_read_it(tmp_path: Path) -> None:
    load_secret(settings(tmp_path))

    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_starts_at_the_same_moment_agree(tmp_path: Path) -> None:
    found: list[str] = []
    barrier = threading.Barrier(8)

    def start() -> None:
        barrier.wait()
        found.append(load_secret(settings(tmp_path)))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_the_setting_comes_first_and_leaves_no_file(tmp_path: Path) -> None:
    assert load_secret(settings(tmp_path, secret=f"{FIRST},{SECOND}")) == f"{FIRST},{SECOND}"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_stops_the_program_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short")

    with pytest.raises(SettingsError, match="is damaged") as stop:
        load_secret(settings(tmp_path))

    assert "short" not in str(stop.value)


def test_a_folder_that_is_a_file_stops_the_program_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="TODO_DATA_DIR"):
        load_secret(settings(tmp_path / "file"))


def test_a_new_secret_in_front_still_reads_what_the_old_one_wrote() -> None:
    written = cipher(FIRST, "session").encrypt(b"text")

    assert cipher(f"{SECOND}, {FIRST}", "session").decrypt(written) == b"text"
    with pytest.raises(InvalidToken):
        cipher(SECOND, "session").decrypt(written)


def test_one_purpose_does_not_read_what_another_wrote() -> None:
    with pytest.raises(InvalidToken):
        cipher(FIRST, "attempt").decrypt(cipher(FIRST, "session").encrypt(b"text"))
