"""A test that lacks its program is skipped, or fails where none may be."""

import pytest

from tests.support.programs import MUST_RUN, need


def test_a_program_is_found() -> None:
    assert need("git").endswith("/git")


def test_a_test_without_its_program_is_skipped_with_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(MUST_RUN, raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs the program no-such-program"):
        need("no-such-program")


def test_where_every_test_must_run_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MUST_RUN, "1")
    with pytest.raises(pytest.fail.Exception, match="needs the program no-such-program"):
        need("no-such-program")
