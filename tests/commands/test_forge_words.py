"""What the command line says, said to people on a forge: nobody there has a terminal."""

import pytest

from pipeline.commands.forge_words import on_forge


@pytest.mark.usefixtures("indonesian")
@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("dengan `siar amend`, atau `siar turunkan`", "dengan `/ralat`, atau `/turunkan`"),
        ("`siar naskah 2026-0118`", "`/naskah`"),
        ("`siar konfirmasi 2026-0118.2` menampilkannya", "`/konfirmasi` menampilkannya"),
        ("minta perbaikan dengan `siar koreksi`", "minta perbaikan dengan “Review changes”"),
        ("sampai `siar koreksi 2026-0118 --setujui`", "sampai “Approve”"),
        ("`siar status` menampilkannya", "“Pull requests” menampilkannya"),
    ],
)  # fmt: skip
def test_a_command_is_a_comment_a_button_or_a_page(said: str, there: str) -> None:
    assert on_forge(said) == there


@pytest.mark.parametrize(
    "said",
    [
        "`siar complete 2026-0118 --letter FILE`",  # on the office's own server
        "`siar review 2026-0118 --revise`",  # in a clone
        "`siar verify`",
        "siar amend",
        "`git stash -u`",
        "`/ajukan`",
    ],
)
def test_what_is_done_in_a_clone_stays(said: str) -> None:
    assert on_forge(said) == said
