"""Read the example office once, for the tests beside this module."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.loading import load_article, load_form
from pipeline.record.registers import load_agency
from pipeline.record.request import Request, parse_received
from pipeline.record.strict_yaml import load_stream

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
MACHINE = "machine"


class Step(NamedTuple):
    """One step of a story; `data` is all of it as written."""

    number: str
    action: str
    by: str
    at: datetime
    began: datetime
    data: Mapping[str, Any]

    @property
    def hands(self) -> tuple[str, datetime, datetime]:
        """Who was busy, from when until when: the decider, whoever typed it in."""
        told = self.data.get("transcribed")
        end = datetime.fromisoformat(told["decided_at"]) if told else self.at
        return self.by, self.began, end


class Story(NamedTuple):
    """One example request."""

    folder: Path
    number: str
    shows: tuple[str, ...]
    article: str
    steps: tuple[Step, ...]


@cache
def office() -> Agency:
    """The example agency."""
    agency, findings = load_agency((EXAMPLES / "kantor" / "agency.yaml").read_bytes())
    assert agency is not None, findings
    return agency


def plain(path: Path) -> Any:
    """The value of a YAML file that is one document, by the strict loader."""
    documents, findings = load_stream(path.read_bytes(), path.name)
    assert findings == ()
    return documents[0].value


@cache
def stories() -> tuple[Story, ...]:
    """The twelve requests, in the order of their folders."""
    return tuple(_story(path) for path in sorted((EXAMPLES / "requests").glob("*/story.yaml")))


def _story(path: Path) -> Story:
    told = plain(path)
    return Story(
        folder=path.parent,
        number=told["number"],
        shows=tuple(told["shows"]),
        article=told.get("article", ""),
        steps=tuple(_step(told["number"], item) for item in told["steps"]),
    )


def _step(number: str, item: Mapping[str, Any]) -> Step:
    at = datetime.fromisoformat(item["at"])
    began = datetime.fromisoformat(item.get("began", item["at"]))
    return Step(number, item["action"], item["by"], at, began, item)


def people_steps() -> tuple[Step, ...]:
    """Every step that a person takes, as the month went by."""
    steps = [step for story in stories() for step in story.steps if step.by != MACHINE]
    return tuple(sorted(steps, key=lambda step: step.at))


def request_of(story: Story) -> Request:
    """The request as it stands at the end: with what arrived later, its papers found on disk."""
    received, findings = load_form((story.folder / "form.yaml").read_bytes(), "form.yaml")
    assert received is not None, findings
    later = [plain(path) for path in story.folder.glob("complete.yaml")]
    parts = [_with_paths(document) for document in (received, *later)]
    origin, letter, sender, activity, papers = parse_received(parts[0], parts[1:])
    return Request(story.number, origin, letter, sender, activity, papers, (), (), {})


def _with_paths(document: Mapping[str, Any]) -> dict[str, Any]:
    papers = [
        {("path" if key == "file" else key): value for key, value in item.items()}
        for item in document["attachments"]
    ]
    return {**document, "attachments": papers}


def article_at(folder: str, path: Path) -> Article:
    """The article in the file, as it would lie in `folder`."""
    article, findings = load_article(f"{folder}/index.md", path.read_bytes())
    assert article is not None, findings
    assert findings == ()
    return article


def older_articles() -> tuple[Path, ...]:
    """The index.md of every article older than the procedure."""
    return tuple(sorted((EXAMPLES / "content").rglob("index.md")))


def pictures_beside(article: Article, folder: Path) -> dict[str, bytes | int]:
    """The pictures that an article shows, by name."""
    return {photo.file: (folder / photo.file).read_bytes() for photo in article.photos}
