"""The five-page site, built once for all tests that only look at it."""

from pathlib import Path

import pytest

from pipeline.site.manifest import Built
from tests.site.support import Office, five_articles, make_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office whose repository holds the five articles."""
    return make_office(tmp_path_factory.mktemp("kantor") / "repo", five_articles())


@pytest.fixture(scope="session")
def picture_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Encoded pictures, shared by the builds of a run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def site(office: Office, picture_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Its site."""
    return office.build(tmp_path_factory.mktemp("situs") / "output", cache=picture_cache)
