"""What the theme offers on a page, and how pages look that the example has no occasion for."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import PIL.Image

from pipeline.papers.form import FIELDS, QUESTIONS
from pipeline.papers.wording import ATTACHMENTS
from pipeline.record.agency import parse_agency
from pipeline.record.request import AttachmentKind
from pipeline.site.encoding import Size
from pipeline.site.manifest import Built
from pipeline.site.picture import Image
from pipeline.site.plan import FRONT_PAGE, Page
from tests.site.reading import ReadPage, page, xml
from tests.site.support import AGENCY, CHECKOUT, URL
from tests.site.test_browser import COFFEE
from tests.site.theming import STORY, UNUSUAL, filled

STATIC = CHECKOUT / "theme" / "static"
CORRECTED, FORMER, WITHDRAWN, HIDDEN, SUBMIT = UNUSUAL
DC = "{http://purl.org/dc/elements/1.1/}"


def read(page: Page) -> ReadPage:
    """A page that the theme fills in."""
    return ReadPage(filled(page, parse_agency(AGENCY)))


def text(page: Page) -> str:
    """What a reader sees of it, in one line."""
    return " ".join(read(page).text.split())


def letter(address: str) -> dict[str, str]:
    """What a link to a letter or message fills in."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_an_article_is_passed_on_by_links_that_tell_nobody(site: Built) -> None:
    links = [a["href"] for a in page(site.path, COFFEE).all("a")]
    title = "Panen raya kopi di Bacan, petani targetkan 40 ton tahun ini"
    (message,) = [link for link in links if link.startswith("https://wa.me/")]
    assert letter(message) == {"text": f"{title}\n{URL}/{COFFEE}"}
    (mail,) = [link for link in links if link.startswith("mailto:?")]
    assert letter(mail) == {"subject": title, "body": f"{URL}/{COFFEE}"}


def test_press_release_and_photographs_are_there_to_download(site: Built) -> None:
    links = [a["href"] for a in page(site.path, COFFEE).all("a") if "download" in a]
    release, *photographs = links
    assert release == "siaran-pers-2026-0004.docx"
    assert photographs == ["panen.jpg", "asli/panen.jpg", "1600/jemur.png.jpg"]
    text = " ".join(page(site.path, COFFEE).text.split())
    assert "Foto 1, 1600 × 1067 piksel Foto 1 ukuran asli, 1800 × 1200 piksel Foto 2, 900" in text
    for link in photographs:
        assert (site.path / COFFEE / link).is_file()


def test_a_correction_says_when_and_what_the_newest_first() -> None:
    seen = text(CORRECTED)
    newer = "Kamis, 26 November 2026, 08.00 WIT Nama desa kedua dibetulkan. Naskah sebelum diralat"
    older = "Rabu, 25 November 2026, 09.10 WIT Jumlah keluarga dibetulkan: 140, bukan 410."
    assert f"Ralat {newer} {older} Dua desa contoh" in seen
    assert {"href": "versi/2/"} in read(CORRECTED).all("a")
    assert read(CORRECTED).meta("article:modified_time") == "2026-11-26T08:00:00+09:00"
    article = json.loads(read(CORRECTED).texts["script"][0])
    assert article["dateModified"] == "2026-11-26T08:00:00+09:00"


def test_without_a_correction_none_is_spoken_of() -> None:
    plain = Page(STORY.path, "article", {**CORRECTED.values, "story": replace(STORY, editions=())})
    assert "Ralat" not in text(plain)
    assert read(plain).meta("article:modified_time") is None
    assert "dateModified" not in json.loads(read(plain).texts["script"][0])


def test_the_text_before_a_correction_leads_to_the_one_that_holds() -> None:
    seen = text(FORMER)
    assert "berlaku sampai Kamis, 26 November 2026, 08.00 WIT" in seen
    assert "Yang diralat: Nama desa kedua dibetulkan." in seen
    assert "Desa yang lain kini punya air bersih." in seen
    assert read(FORMER).meta("robots") == "noindex"
    assert read(FORMER).meta("og:title") is None
    address = f"{URL}/{STORY.path}"
    assert {"rel": "canonical", "href": address} in read(FORMER).all("link")
    assert {"href": f"../../../../../{STORY.path}"} in read(FORMER).all("a")


def test_an_article_leads_to_what_came_before_on_the_same_matter() -> None:
    seen = text(CORRECTED)
    assert "Berita terkait 20 Nov 2026 Sumur bor ketiga menyusul tahun depan 1 Okt 2026" in seen
    assert {"href": "../../../2026/11/20-sumur-bor/"} in read(CORRECTED).all("a")


def test_a_withdrawn_article_leaves_a_notice_with_day_and_reason() -> None:
    seen = text(WITHDRAWN)
    assert "mencabut berita yang pernah tayang di alamat ini pada Jumat, 27 November 2026" in seen
    assert "10.00 WIT. Alasan pencabutan: Kegiatan dibatalkan penyelenggara." in seen
    assert read(WITHDRAWN).meta("robots") == "noindex"
    assert read(WITHDRAWN).meta("og:title") is None


def test_what_is_hidden_for_now_says_so_and_no_reason() -> None:
    seen = text(HIDDEN)
    assert "sedang ditinjau ulang" in seen
    assert "dibatalkan" not in seen
    assert "dicabut" not in seen
    assert read(HIDDEN).meta("robots") == "noindex"


def test_an_agency_finds_form_and_standing_of_its_request() -> None:
    found = read(SUBMIT)
    assert {"class": "tombol", "href": "formulir/"} in found.all("a")
    assert "2026-0117didisposisi23 Nov 2026" in found.text
    # A letter can lead to the row of its number.
    assert {"id": "n2026-0117"} in found.all("tr")


def test_without_a_list_it_says_whom_to_ask(site: Built) -> None:
    found = page(site.path, "ajukan/")
    assert found.all("table") == []
    assert "Tanyakan dengan menyebut nomor agendanya" in found.text


def test_the_blank_form_asks_what_the_paper_asks(site: Built) -> None:
    asked = page(site.path, "ajukan/formulir/").text
    for _field, label, hint, _lines in QUESTIONS:
        assert f"{label} {hint}" in asked
    for label in (*FIELDS, *(ATTACHMENTS[kind] for kind in AttachmentKind if kind != "form")):
        assert label in asked


def test_rss_says_what_atom_says(site: Built) -> None:
    channel = xml(site.path / "topik/pendidikan/rss.xml")[0]
    assert channel.findtext("title") == "Kabar Contoh: Pendidikan"
    assert channel.findtext("link") == f"{URL}/topik/pendidikan/"
    newest = xml(site.path / "rss.xml")[0].findall("item")[0]
    assert newest.findtext("link") == newest.findtext("guid") == f"{URL}/{COFFEE}"
    assert newest.findtext("pubDate") == "Tue, 24 Nov 2026 14:05:00 +0900"
    assert newest.findtext(f"{DC}creator") == "Dinas Pertanian Contoh"
    for name in ("", "topik/pendidikan/", "instansi/dinas-kesehatan-contoh/"):
        items = xml(site.path / name / "rss.xml").findall("channel/item")
        entries = xml(site.path / name / "atom.xml").findall("{*}entry")
        titles = [item.findtext("title") for item in items]
        assert titles == [entry.findtext("{*}title") for entry in entries]


def test_the_front_page_is_light_even_when_titles_and_summaries_are_long() -> None:
    picture = Image("f" * 195 + ".jpg", "Alt " * 125, Size(4000, 3000))
    long = replace(STORY, title="Judul " * 83, summary="Ringkasan " * 50, lead_picture=picture)
    stories = [replace(long, date=STORY.date - timedelta(n)) for n in range(FRONT_PAGE)]
    front = filled(Page("", "index", {"stories": stories, "topics": []}), parse_agency(AGENCY))
    style = (STATIC / "siar.css").read_bytes()
    assert len(front.encode()) + len(style) < 100_000


def test_the_picture_that_stands_for_a_page_is_one_that_messengers_show() -> None:
    picture = STATIC / "bagikan.png"
    with PIL.Image.open(picture) as image:
        assert (image.size, image.format) == ((1200, 630), "PNG")
    assert picture.stat().st_size <= 300_000
