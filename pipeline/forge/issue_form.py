"""Read a letter that somebody entered by the form on a forge: the form's values, or what is wrong.

The forge writes an issue's text as a heading for each question and the answer below it. Papers
come later, by an upload: each is entered as following by the date that the form names.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.forge.comment_text import plain_lines
from pipeline.forge.issue_fields import FIELDS, Field, Holds, fields
from pipeline.i18n import _
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import render_document
from pipeline.record.keeping import Keeping
from pipeline.record.loading import load_form
from pipeline.record.request import REQUIRED_PAPERS, AttachmentKind, Origin
from pipeline.record.shapes import is_date, is_email
from pipeline.record.text import shortened

LONGEST_LINE, LONGEST_TEXT = 500, 10_000
# What forges write where nothing was filled in or chosen.
_EMPTY = frozenset({"", "_no response_", "none"})
# What people write there who mean the same.
_NOTHING = frozenset({"-", "—", "nihil", "tidak ada"})
_HEADING = re.compile(r"### +(.+)")
_TICKED = re.compile(r"[-*+] +\[[xX]\] +(.+)")
_MONTHS = (
    "jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des",
)  # fmt: skip
_ENGLISH = {"may": "mei", "aug": "agu", "oct": "okt", "dec": "des", "agt": "agu", "ags": "agu"}
_WRITTEN = re.compile(r"(?:[a-z]+'?[a-z]*, *)?(\d{1,2}) +([a-z]{3,9})\.? +(\d{4})", re.I | re.A)
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.A)
_CLOCK = re.compile(
    r"(.+?)(?:T|,? +(?:(?:pukul|jam) +)?)([01]?\d|2[0-3])[:.]([0-5]\d)", re.I | re.A
)


class Problem(NamedTuple):
    """What is missing or unreadable: in which field, what it is, and how to put it right."""

    label: str
    sentence: str
    way_out: str


class Read(NamedTuple):
    """The form as `siar receive` takes it, or (None) everything that is wrong with it."""

    form: Mapping[str, Any] | None
    problems: tuple[Problem, ...]


class _Unreadable(Exception):
    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence)
        self.sentence, self.way_out = sentence, way_out


def read(body: str, now: datetime, keeping: Keeping = Keeping.REPOSITORY) -> Read:
    """The letter that an issue's text describes; `now` is the office's time, with its zone.

    Where papers are local the sender's contacts are not read: they follow by the day named.
    """
    given, twice = answers(body)
    if not given:
        return Read(None, (_no_form(),))
    values: dict[str, Any] = {}
    asked = fields(keeping)
    problems = [_twice(one) for one in asked if one.label in twice]
    for one in asked:
        answer = said(one, given.get(one.label, ""))
        try:
            values[one.id] = _READERS[one.holds](one, answer, now) if answer else None
        except _Unreadable as error:
            problems.append(Problem(one.label, error.sentence, error.way_out))
        else:
            problems += [_missing(one)] if one.is_required and not answer else []
    problems += _across(values, keeping)
    return Read(None, tuple(problems)) if problems else _checked(_form(values, now, keeping))


def answers(body: str) -> tuple[dict[str, str], set[str]]:
    """What stands below the heading of each question; and the headings that stand there twice."""
    known = {one.label.casefold(): one.label for one in FIELDS}
    found: dict[str, list[str]] = {}
    twice: set[str] = set()
    below: list[str] = []
    for line in plain_lines(body):
        heading = _HEADING.fullmatch(line)
        label = known.get(heading[1].casefold()) if heading else None
        if label is None:
            below.append(line)
            continue
        twice |= {label} & found.keys()
        below = found.setdefault(label, [])
    return {label: "\n".join(lines) for label, lines in found.items()}, twice


def said(one: Field, answer: str) -> str:
    """The answer; "" where nothing was filled in."""
    text = answer.strip("\n").strip()
    is_empty = text.casefold() in _EMPTY or (not one.is_required and text.casefold() in _NOTHING)
    return "" if is_empty else text


def _line(one: Field, answer: str, _now: datetime) -> str:
    line = " ".join(answer.split())
    if len(line) > LONGEST_LINE:
        raise _Unreadable(
            _("it has {count} characters, and {limit} are the most").format(
                count=len(line), limit=LONGEST_LINE
            ),
            _("say it more briefly"),
        )
    return line


def _text(_one: Field, answer: str, _now: datetime) -> str:
    if len(answer) > LONGEST_TEXT:
        raise _Unreadable(
            _("it has {count} characters, and {limit} are the most").format(
                count=len(answer), limit=LONGEST_TEXT
            ),
            _("say it more briefly, or upload it as a paper"),
        )
    return answer


def _day(one: Field, answer: str, now: datetime) -> str:
    found = _calendar_day(_line(one, answer, now))
    if found is None:
        raise _Unreadable(
            _("`{answer}` is not a date").format(answer=shortened(answer)),
            _("write it like 2026-11-20"),
        )
    return found


def _calendar_day(answer: str) -> str | None:
    """The day as YYYY-MM-DD; people also write 20-11-2026, 20/11/2026 and 20 November 2026."""
    written, figures = _WRITTEN.fullmatch(answer), _FIGURES.fullmatch(answer)
    if written:
        month = written[2].lower()[:3]
        month = _ENGLISH.get(month, month)
        place = _MONTHS.index(month) + 1 if month in _MONTHS else 0
        answer = f"{written[3]}-{place:02}-{int(written[1]):02}"
    elif figures:
        answer = f"{figures[4]}-{int(figures[3]):02}-{int(figures[1]):02}"
    return answer if is_date(answer) else None


def _moment(one: Field, answer: str, now: datetime) -> str:
    clock = _CLOCK.fullmatch(_line(one, answer, now))
    day = _calendar_day(clock[1].strip()) if clock else None
    if clock is None or day is None:
        raise _Unreadable(
            _("`{answer}` is not a day with its time").format(answer=shortened(answer)),
            _("write it like 2026-11-23 08:50"),
        )
    found = datetime.fromisoformat(f"{day}T{int(clock[2]):02}:{clock[3]}:00")
    moment = found.replace(tzinfo=now.tzinfo)
    if moment > now:
        raise _Unreadable(
            _("{answer} is still to come").format(answer=shortened(answer)),
            _("write when the letter was received"),
        )
    return moment.isoformat()


def _email(_one: Field, answer: str, _now: datetime) -> str:
    if not is_email(answer):
        raise _Unreadable(
            _("`{answer}` is not one e-mail address").format(answer=shortened(answer)),
            _("write one address such as humas@dinas.example, without name or brackets"),
        )
    return answer


def _choice(one: Field, answer: str, _now: datetime) -> str:
    found = {label.casefold(): value for label, value in one.options.items()}
    if answer.casefold() not in found:
        raise _Unreadable(
            _("`{answer}` is none of the choices").format(answer=shortened(answer)),
            _("choose one of: {known}").format(known=", ".join(one.options)),
        )
    return found[answer.casefold()]


def _choices(one: Field, answer: str, now: datetime) -> list[str]:
    ticked = (_TICKED.fullmatch(line.strip()) for line in answer.split("\n"))
    return [_choice(one, found[1].strip(), now) for found in ticked if found]


_READERS: Mapping[Holds, Callable[[Field, str, datetime], Any]] = {
    Holds.LINE: _line,
    Holds.TEXT: _text,
    Holds.DAY: _day,
    Holds.MOMENT: _moment,
    Holds.EMAIL: _email,
    Holds.CHOICE: _choice,
    Holds.CHOICES: _choices,
}


def _across(values: Mapping[str, Any], keeping: Keeping) -> Sequence[Problem]:
    """What one answer makes of another."""
    label = {one.id: one.label for one in FIELDS}
    problems = []
    # A key is not there when the answer could not be read, which has been said.
    if values.get("letter-security", "biasa") not in ("biasa", None) and (
        values.get("letter-kept-at", "") is None
    ):
        problems.append(
            Problem(
                label["letter-kept-at"],
                _("it is empty, and the paper of this letter is not scanned"),
                _("write where the paper lies"),
            )
        )
    is_asked = keeping is Keeping.REPOSITORY
    if (
        is_asked
        and values.get("sender-email", "") is None
        and values.get("sender-phone", "") is None
    ):
        problems.append(
            Problem(
                label["sender-phone"],
                _("there is neither an e-mail address nor a telephone number"),
                _("fill one of the two in: the sender is told when it is published"),
            )
        )
    return problems


def _form(values: Mapping[str, Any], now: datetime, keeping: Keeping) -> Mapping[str, Any]:
    form: dict[str, Any] = {}
    for one in fields(keeping):
        if one.part and values[one.id] is not None:
            form.setdefault(one.part, {})[one.name] = values[one.id]
    form["letter"].setdefault("received", now.replace(microsecond=0).isoformat())
    is_secret = form["letter"]["security"] != "biasa"
    required = REQUIRED_PAPERS[Origin(values["origin"])]
    kinds = dict.fromkeys((*required, *map(AttachmentKind, values["papers"] or ())))
    due = values["due"] or now.date().isoformat()
    form["origin"] = values["origin"]
    if keeping is Keeping.LOCAL:
        form["sender"]["due"] = due
    form["attachments"] = [
        {"kind": str(kind), "due": due}
        for kind in kinds
        if not (is_secret and kind is AttachmentKind.LETTER)
    ]
    return form


def _checked(form: Mapping[str, Any]) -> Read:
    """The form, as the schema takes it; whatever else it finds is said in its own words."""
    loaded, findings = load_form(render_document(form, "form"), "formulir")
    if loaded is None or has_errors(findings):
        return Read(None, tuple(Problem("", found.message, found.help) for found in findings))
    return Read(loaded, ())


def _missing(one: Field) -> Problem:
    way_out = _("edit the issue, and write it below `### {label}`").format(label=one.label)
    if one.options:
        way_out = _("choose one of: {known}").format(known=", ".join(one.options))
    return Problem(one.label, _("it is empty"), way_out)


def _twice(one: Field) -> Problem:
    return Problem(
        one.label,
        _("the heading stands there twice"),
        _("edit the issue, and take one of them out with what stands below it"),
    )


def _no_form() -> Problem:
    return Problem(
        "",
        _("this is not the form for requests"),
        _("open a new issue and fill the form in; nothing was entered in the agenda"),
    )
