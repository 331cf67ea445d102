"""A short run of every target, the same each time; `python -m tests.fuzz` goes on from there."""

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import main
from tests.fuzz.limits import confined, outcome
from tests.fuzz.run import Crash, inputs, run_batch
from tests.fuzz.structure import restructured
from tests.fuzz.targets import LONGEST, TARGETS

EXECUTIONS = 120


@pytest.mark.parametrize("target", TARGETS)
def test_no_bytes_make_a_reader_fall(target: str) -> None:
    done, crashes = run_batch(target, seed=1, batch=0, size=EXECUTIONS)
    assert [(crash.data, crash.why) for crash in crashes] == []
    assert done == EXECUTIONS


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_themselves_are_read(target: str) -> None:
    for seed in TARGETS[target].seeds():
        assert outcome(TARGETS[target].read, seed).crash == ""


YAML = st.text(alphabet="-\n: []{}'\"#&*!|>%@?,ab~0<=\\\t\r\u202eé\U0001f600", max_size=80)


@pytest.mark.parametrize("target", ["stream", "front-matter", "request", "article", "media"])
def test_no_text_of_signs_makes_a_reader_fall(target: str) -> None:
    @given(
        st.binary(max_size=200)
        | YAML.map(str.encode)
        | YAML.map(lambda t: f"---\n{t}\n---\n".encode())
    )
    def try_it(data: bytes) -> None:
        assert outcome(TARGETS[target].read, data).crash == ""

    try_it()


def test_the_same_seed_gives_the_same_inputs() -> None:
    seeds = TARGETS["journal"].seeds()
    assert list(inputs("journal", 1, 0, seeds)) == list(inputs("journal", 1, 0, seeds))
    assert list(inputs("journal", 1, 0, seeds)) != list(inputs("journal", 2, 0, seeds))


def test_a_changed_record_is_mostly_read_as_far_as_its_rules() -> None:
    random, seeds = Random(1), TARGETS["unit"].seeds()  # noqa: S311
    made = [restructured(random, seeds, LONGEST["unit"]) for _ in range(60)]
    ids = [rule for data in made for rule in outcome(TARGETS["unit"].read, data).ids]
    assert sum(not rule.startswith(("yaml-", "schema-")) for rule in ids) > 20


def test_what_falls_takes_too_long_or_too_much_is_known_by_that() -> None:
    def falls(_data: bytes) -> tuple[()]:
        raise KeyError("x")

    def goes_on(_data: bytes) -> tuple[()]:
        while True:
            pass

    def swells(_data: bytes) -> tuple[Any, ...]:
        return tuple(bytearray(1 << 30)[:0])

    assert confined(lambda _data: (), b"").crash == ""
    assert confined(falls, b"").crash.rstrip().endswith("KeyError: 'x'")
    assert confined(goes_on, b"").crash.startswith("the child was ended: SIG")
    assert confined(swells, b"").crash.rstrip().endswith("MemoryError")


def test_a_kept_input_is_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = Crash("front-matter", b"---\n", "x").keep(tmp_path)
    assert main(["--reproduce", str(kept)]) == 0
    assert capsys.readouterr().out == "nothing falls any more\n"


def test_a_run_says_how_much_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--minutes", "0.001", "--seed", "1", "--target", "pushes"]) == 0
    assert re.search("seed 1: [0-9,]+ executions in 0 s", capsys.readouterr().out)
