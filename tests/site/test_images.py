"""Photographs: what they may be, and that only pixels are published."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from pipeline.errors import BadInput
from pipeline.site.encoding import LARGEST_JPEG, WHOLE, Form, Size
from pipeline.site.images import inspect, render
from pipeline.site.picture import Image as Photograph
from tests.site.support import painting

# What a file says of how it is read, and of nothing else.
PROGRESS = {"progressive", "progression", "loop", "background", "timestamp", "duration"}


def with_exif(orientation: int = 1) -> bytes:
    """A JPEG, lying as a phone writes it, that tells where it was taken."""
    image = Image.open(io.BytesIO(painting(1, 400, 200)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Merek Rahasia"
    exif.get_ifd(0x8825)[2] = (0.0, 44.0, 20.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"komentar rahasia", icc_profile=b"profil rahasia")
    return out.getvalue() + b"PK\x03\x04 ekor rahasia"


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims a size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


JPEG, SMALL, ALL = Form("JPEG", 1600), Form("WEBP", 640), Form(WHOLE, 1800)


def made(name: str, data: bytes, form: Form = JPEG) -> Image.Image:
    """The picture as it is published in a form."""
    return Image.open(io.BytesIO(render(name, data, [form])[form]))


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The channels of a pixel."""
    found = image.getpixel((x, y))
    assert found is not None
    return found if isinstance(found, tuple) else (int(found),)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """A file of the picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def published(name: str, size: Size) -> dict[str, Size]:
    """The files that a picture is published in."""
    return {one.file: one.size for one in Photograph(name, "A", size).renditions}


@pytest.mark.parametrize("form", [JPEG, SMALL, ALL])
def test_nothing_but_pixels_is_left(form: Form) -> None:
    data = render("foto.jpg", with_exif(), [form])[form]
    assert b"rahasia" not in data.lower()
    assert b"PK\x03\x04" not in data
    image = Image.open(io.BytesIO(data))
    assert dict(image.getexif()) == {}
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | PROGRESS


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)),
     (8, (0, 1))],
)  # fmt: skip
def test_a_picture_stands_upright_however_the_camera_was_held(
    orientation: int, corner: tuple[int, int]
) -> None:
    """Where the corner goes that the camera wrote first."""
    lying = Image.new("RGB", (80, 40))
    lying.paste((255, 255, 255), (0, 0, 40, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(lying, "JPEG", exif=exif, quality=95)
    upright = made("foto.jpg", data)
    assert Size(*upright.size) == inspect("foto.jpg", data)
    assert upright.size == ((40, 80) if orientation >= 5 else (80, 40))
    width, height = upright.size
    place = (10 if corner[0] == 0 else width - 10, 10 if corner[1] == 0 else height - 10)
    assert colour(upright.convert("L"), *place)[0] > 200


def test_colours_are_those_of_the_web_whatever_the_profile_was() -> None:
    picture = Image.new("RGB", (40, 40), (200, 30, 60))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # What is called red there is green.
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    foreign = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    seen = [
        colour(made("a.png", saved(picture, icc_profile=profile)), 20, 20)
        for profile in (None, srgb, foreign, b"rusak", swapped)
    ]
    plain, *same, green = seen
    assert all(max(abs(a - b) for a, b in zip(plain, one, strict=True)) < 4 for one in same)
    assert green[1] - green[0] > 90


def test_a_picture_for_printing_is_published_in_red_green_and_blue() -> None:
    data = saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG")
    picture = made("a.jpg", data)
    red, green, blue = colour(picture, 20, 20)
    assert red - max(green, blue) > 140


def test_what_is_seen_through_lies_on_white_in_a_jpeg() -> None:
    data = saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)))
    assert colour(made("a.png", data), 5, 5) == (255, 255, 255)
    assert colour(made("a.png", data, SMALL), 5, 5)[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "LA"])
def test_every_way_to_keep_grey_is_shown_as_it_is(mode: str) -> None:
    light = 40_000 if mode == "I;16" else 156
    image = Image.new("L", (40, 40), 156).convert(mode) if mode != "I;16" else None
    data = saved(image or Image.new(mode, (40, 40), light))
    (found,) = colour(made("a.png", data).convert("L").resize((1, 1)), 0, 0)
    assert abs(found - 156) < 12


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.PNG"), ("WEBP", "a.webp")]
)
def test_each_is_published_in_the_same_forms_and_its_proportions(kind: str, name: str) -> None:
    data = painting(2, 1800, 1200, kind)
    for form, size in ((JPEG, (1600, 1067)), (SMALL, (640, 427)), (ALL, (1800, 1200))):
        picture = made(name, data, form)
        assert (picture.format, picture.size) == ("WEBP" if form is SMALL else "JPEG", size)


def test_three_sizes_one_jpeg_and_all_of_its_pixels_are_published() -> None:
    assert published("a.jpg", Size(4000, 3000)) == {
        "640/a.jpg.webp": (640, 480),
        "960/a.jpg.webp": (960, 720),
        "1600/a.jpg.webp": (1600, 1200),
        "a.jpg": (1600, 1200),
        "asli/a.jpg": (4000, 3000),
    }
    assert [name for name in published("a.png", Size(4000, 3000)) if name.endswith("g")] == [
        "1600/a.png.jpg",
        "asli/a.png.jpg",
    ]


def test_whoever_prints_it_gets_it_as_sharp_as_it_was() -> None:
    rough = Image.effect_noise((2400, 1600), 20).convert("RGB")
    data = saved(rough, "JPEG", quality=95)
    whole = render("a.jpg", data, [Form(WHOLE, 2400), JPEG, SMALL])[Form(WHOLE, 2400)]
    assert len(whole) > 3 * LARGEST_JPEG
    difference = ImageChops.difference(Image.open(io.BytesIO(whole)), rough)
    assert ImageStat.Stat(difference).mean < [6, 6, 6]


@pytest.mark.parametrize("size", [Size(1600, 2400), Size(900, 600)])
def test_what_no_more_pixels_are_of_is_offered_once(size: Size) -> None:
    assert Photograph("a.jpg", "A", size).whole is None


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (640, [640]), (641, [640, 641]), (960, [640, 960]), (1200, [640, 960, 1200])],
)
def test_a_small_picture_is_never_blown_up_nor_published_twice(
    width: int, widths: list[int]
) -> None:
    photograph = Photograph("a.jpg", "A", Size(width, 200))
    assert [one.size.width for one in photograph.choice] == widths
    encoded = render("a.jpg", painting(2, width, 200), [one.form for one in photograph.renditions])
    for one in photograph.renditions:
        assert Image.open(io.BytesIO(encoded[one.form])).size == one.size


def test_the_jpeg_is_small_enough_for_messengers_to_show() -> None:
    rough = Image.effect_noise((1600, 1067), 20).convert("RGB")
    data = saved(rough, "JPEG", quality=95)
    assert len(data) > 2 * LARGEST_JPEG
    assert len(render("a.jpg", data, [JPEG])[JPEG]) <= LARGEST_JPEG


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = painting(4)
    forms = [JPEG, SMALL, ALL]
    assert render("a.jpg", data, forms) == render("a.jpg", data, forms)


def test_the_smaller_ones_do_not_depend_on_whether_all_pixels_are_wanted() -> None:
    data = painting(4)
    assert {**render("a.jpg", data, [ALL, JPEG, SMALL]), ALL: b""} == {
        **render("a.jpg", data, [JPEG, SMALL]), ALL: b"",
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(20000, 20000), (40001, 1000), (13001, 13001)])
def test_a_picture_that_claims_too_many_pixels_is_never_decoded(size: tuple[int, int]) -> None:
    data = claiming(*size)
    assert len(data) < 100
    with pytest.raises(BadInput) as caught:
        inspect("content/x/bom.png", data)
    assert caught.value.message.startswith(
        "content/x/bom.png: the picture has more than 40 million pixels"
    )
    assert caught.value.hint == "make it smaller: 4000 pixels wide is plenty for print"


def test_the_largest_picture_allowed_is_looked_at() -> None:
    assert inspect("a.png", claiming(8000, 5000)) == Size(8000, 5000)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"GIF89a=1;alert(1)"),
        ("a.jpg", painting(1, 60, 40, "PNG")),
        ("a.png", painting(1, 60, 40)),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", b""),
        ("a", painting(1, 60, 40)),
    ],
)
def test_what_is_not_the_kind_it_is_named_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        inspect(name, data)
    assert caught.value.message.startswith(f"{name}: not a picture that can be shown: ")


def test_a_picture_that_breaks_off_is_refused() -> None:
    with pytest.raises(BadInput, match="not a picture that can be shown"):
        render("a.jpg", painting(1, 600, 400)[:3000], [JPEG])
