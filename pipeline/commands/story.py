"""Play a story of examples/ through the verbs, each step by its person at its time."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import clock
from pipeline.commands import (
    accept,
    agree,
    complete,
    dispose,
    draft,
    endings,
    merge,
    note,
    pause,
    publish,
    receive,
    resume,
    review,
    submit,
)
from pipeline.commands.context import Context
from pipeline.commands.opening import open_request
from pipeline.commands.options import read_file
from pipeline.commands.step import Transcript
from pipeline.commands.writing import check_out
from pipeline.errors import BadInput
from pipeline.files import write_whole
from pipeline.record.article import Article
from pipeline.record.loading import load_article
from pipeline.record.report_findings import format_text
from pipeline.record.strict_yaml import load_stream
from pipeline.record.workflow import Action

MACHINE = "machine"


class Step(NamedTuple):
    """One step of a story: what, by whom, when it began and was done, and the rest of it."""

    story: "Story"
    action: str
    by: str
    typed_by: str
    at: datetime
    began: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """One request of examples/: its folder, the agenda number it gets, its article, its steps."""

    folder: Path
    number: str
    title: str
    article: str
    shows: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)


Play = Callable[[Context, Step], object]


def read_story(path: Path) -> Story:
    """The story in `path`. Raises BadInput with its findings."""
    documents, findings = load_stream(read_file(path), str(path))
    if findings or len(documents) != 1:
        raise BadInput(format_text(findings) or str(path))
    told = documents[0].value
    story = Story(
        path.parent, told["number"], told["title"], told.get("article", ""), tuple(told["shows"])
    )
    for item in told["steps"]:
        story.steps.append(
            Step(
                story,
                item["action"],
                item["by"],
                item.get("typed_by", ""),
                datetime.fromisoformat(item["at"]),
                item.get("began", ""),
                item,
            )
        )
    return story


def in_order(stories: list[Story]) -> list[Step]:
    """The steps of all stories as they happened in the office."""
    steps = [step for story in stories for step in story.steps]
    return sorted(steps, key=lambda step: (step.at, step.story.number))


class Player:
    """Plays steps, with a scene for each person and one for the machine.

    `plays` takes the place of single ways of playing an action.
    """

    def __init__(
        self, scenes: Mapping[str, Context], plays: Mapping[str, Play] | None = None
    ) -> None:
        self._scenes = scenes
        self._plays = {**PLAYS, **(plays or {})}

    def play(self, step: Step) -> None:
        """Carry out one step on the example clock."""
        ctx = self._scenes[step.typed_by or step.by]
        if step.action == "submit" and step.began:
            self._begin_writing(ctx, step)
        os.environ[clock.VARIABLE] = step.at.isoformat()
        self._plays[step.action](ctx, step)

    def _begin_writing(self, ctx: Context, step: Step) -> None:
        os.environ[clock.VARIABLE] = step.began
        draft.run(ctx, step.story.number)


def write_article(ctx: Context, step: Step) -> None:
    """Put the story's finished text, and the photographs it shows, into the person's work tree."""
    story = step.story
    opened = open_request(ctx, story.number)
    root = check_out(ctx, story.number, opened.tip)
    text = read_file(story.folder / step.data["file"])
    article = _article(story, text)
    known = {entry.path for entry in ctx.repository.tree(ctx.main, "content/")}
    for entry in ctx.repository.tree(opened.tip, "content/"):
        if entry.path not in known and not entry.path.startswith(f"{story.article}/"):
            (root / entry.path).unlink(missing_ok=True)
    write_whole(root / story.article / "index.md", text)
    for photo in article.photos:
        write_whole(root / story.article / photo.file, read_file(story.folder / photo.file))


def _article(story: Story, text: bytes) -> Article:
    article, findings = load_article(f"{story.article}/index.md", text)
    if article is None:
        raise BadInput(format_text(findings))
    return article


def _receive(ctx: Context, step: Step) -> None:
    form = receive.read_form(step.story.folder / step.data["form"])
    receive.run(ctx, form, folder=step.story.folder, began_at=step.began)


def _complete(ctx: Context, step: Step) -> None:
    documents, _findings = load_stream(
        read_file(step.story.folder / step.data["form"]), step.data["form"]
    )
    bring = [dict(item) for item in documents[0].value["attachments"]]
    complete.run(ctx, step.story.number, bring=bring, folder=step.story.folder, began_at=step.began)


def _dispose(ctx: Context, step: Step) -> None:
    data = step.data
    dispose.run(
        ctx,
        step.story.number,
        to=data["to"],
        urgency=data["urgency"],
        instructions=tuple(data["instructions"]),
        note=data.get("note", ""),
        due=data.get("due"),
        began_at=step.began,
        paper=_paper(step),
    )


def _paper(step: Step) -> Transcript | None:
    told = step.data.get("transcribed")
    if told is None:
        return None
    scan = step.story.folder / told["scan"]
    return Transcript(
        step.by,
        datetime.fromisoformat(told["decided_at"]),
        told["channel"],
        f"disposisi{scan.suffix}",
        read_file(scan),
    )


def _accept(ctx: Context, step: Step) -> None:
    told = step.data.get("coordination")
    accept.run(
        ctx,
        step.story.number,
        officer=step.data["officer"],
        coordinated=None if told is None else {key: str(value) for key, value in told.items()},
        began_at=step.began,
        paper=_paper(step),
    )


def _end(action: Action) -> Callable[[Context, Step], None]:
    def play(ctx: Context, step: Step) -> None:
        missing = tuple(step.data.get("missing", ()))
        endings.run(
            ctx, step.story.number, action,
            reason=step.data["reason"], missing=missing, began_at=step.began, paper=_paper(step),
        )  # fmt: skip
        if action is not Action.RETURN:
            merge.run(ctx, step.story.number)

    return play


def _submit(ctx: Context, step: Step) -> None:
    write_article(ctx, step)
    submit.run(ctx, step.story.number, began_at=step.began)


def _request_changes(ctx: Context, step: Step) -> None:
    review.request_changes(
        ctx, step.story.number,
        note=step.data["note"], category=step.data["category"], began_at=step.began,
    )  # fmt: skip


def _revise(ctx: Context, step: Step) -> None:
    write_article(ctx, step)
    review.revise(
        ctx, step.story.number,
        note=step.data["note"], category=step.data["category"], began_at=step.began,
    )  # fmt: skip


def _approve(ctx: Context, step: Step) -> None:
    opened = review.approve(ctx, step.story.number, began_at=step.began)
    if not review.still_needed(ctx, opened):
        merge.run(ctx, step.story.number)


def _pause(ctx: Context, step: Step) -> None:
    pause.run(
        ctx, step.story.number,
        waiting_for=step.data["waiting_for"], reason=step.data["reason"],
        until=step.data.get("until"),
    )  # fmt: skip


def _note(ctx: Context, step: Step) -> None:
    told = step.data.get("coordination")
    note.run(
        ctx,
        step.story.number,
        text=step.data.get("text", ""),
        coordinated=None if told is None else {key: str(value) for key, value in told.items()},
    )


PLAYS: dict[str, Play] = {
    "receive": _receive,
    "complete": _complete,
    "dispose": _dispose,
    "return": _end(Action.RETURN),
    "decline": _end(Action.DECLINE),
    "file": _end(Action.FILE),
    "accept": _accept,
    "note": _note,
    "submit": _submit,
    "request_changes": _request_changes,
    "revise": _revise,
    "agree": lambda ctx, step: agree.run(ctx, step.story.number),
    "approve": _approve,
    "pause": _pause,
    "resume": lambda ctx, step: resume.run(ctx, step.story.number, reason=step.data["reason"]),
    "publish": lambda ctx, step: publish.run(ctx),
}


def stories(folder: Path) -> Iterator[Story]:
    """All stories of examples/requests, in order."""
    for path in sorted(folder.glob("*/story.yaml")):
        yield read_story(path)
