"""A site changed step by step is the site made anew, to the byte."""

from collections.abc import Iterator

import pytest

from pipeline.site.build import Workshop
from tests.site import incremental

SEQUENCES = 50


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with incremental.workshop(tmp_path_factory.mktemp("bengkel")) as found:
        yield found


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_site_changed_step_by_step_is_the_site_made_anew(shop: Workshop, seed: int) -> None:
    trees = incremental.run(shop, seed)
    assert incremental.differences(shop.repository, trees) == []
    assert trees.changed == trees.anew
