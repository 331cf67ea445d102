"""The example pictures: all listed, small enough, without metadata, and none twice."""

import hashlib

import pytest
from PIL import Image

from tests.examples.month import EXAMPLES, plain

LISTED = {item["file"]: item for item in plain(EXAMPLES / "pictures.yaml")["pictures"]}
EACH = pytest.mark.parametrize("name", sorted(LISTED))


def test_every_picture_is_listed() -> None:
    there = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("foto*.jpg")}
    assert there == set(LISTED)


def test_no_two_pictures_are_the_same() -> None:
    digests = {hashlib.sha256((EXAMPLES / name).read_bytes()).digest() for name in LISTED}
    assert len(digests) == len(LISTED)
    drawn = {(item["scene"], item["light"]) for item in LISTED.values()}
    assert len(drawn) == len(LISTED)


@EACH
def test_picture_is_a_small_plain_jpeg(name: str) -> None:
    path, wide = EXAMPLES / name, int(LISTED[name]["wide"])
    with Image.open(path) as image:
        assert (image.format, image.size) == ("JPEG", (wide, wide * 5 // 8))
        assert not image.getexif()
    assert path.stat().st_size <= 120_000


def test_examples_stay_small() -> None:
    sizes = [path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()]
    assert sum(sizes) < 8_000_000
