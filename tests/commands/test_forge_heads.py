"""On a forge: an article that needs both heads, and a deputy whose review counts while in force."""

from pathlib import Path

import pytest

from pipeline.errors import Exit
from tests.commands.forge_scene import opened_at
from tests.support.journey import assert_merged
from tests.support.office import (
    DEPUTY,
    KABID,
    KASI,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
)
from tests.support.on_forge import BRANCH, OnForge

IN_FORCE, OVER = "2026-11-17T09:00:00+09:00", "2026-11-24T09:00:00+09:00"


def hand_in(office: Office) -> None:
    """An article of a topic that the division head approves, too."""
    health = article().replace(b"topics: [pertanian]", b"topics: [kesehatan]")
    office.write(files=article_files(text=health))
    office.submit()


def review(scene: OnForge, who: str, number: int) -> str:
    """An approval, and all that is said on the pull request then."""
    assert scene.wake(scene.forge.review(who, number, "approve")) == Exit.OK, scene.notes.lines
    return "\n".join(scene.said(number))


@pytest.mark.parametrize(("moment", "who"), [(IN_FORCE, DEPUTY), (OVER, KABID)])
def test_what_needs_both_heads_waits_for_the_second_or_a_deputy_in_force(
    tmp_path: Path, moment: str, who: str
) -> None:
    with opened_at(tmp_path, Stage.DRAFTING, hand_in) as scene:
        number = scene.forge.open_pull(OFFICER, BRANCH, "Sehat (CONTOH)").payload["number"]
        said = review(scene, KASI, number)
        assert "Still to approve: Kepala Bidang (Kabid)." in said
        assert scene.forge.pull(number)[1].merged_at is None
        scene.office.at(moment)
        review(scene, who, number)
        assert_merged(scene, number)


def test_a_deputy_whose_term_is_over_approves_nothing(tmp_path: Path) -> None:
    with opened_at(tmp_path, Stage.DRAFTING, hand_in) as scene:
        number = scene.forge.open_pull(OFFICER, BRANCH, "Sehat (CONTOH)").payload["number"]
        review(scene, KASI, number)
        scene.office.at(OVER)
        said = review(scene, DEPUTY, number)
        assert f"the review of {DEPUTY} does not count: today they do not hold the role" in said
        assert scene.forge.pull(number)[1].merged_at is None
