"""Turn an issue made by the form into a registered letter with a branch and a pull request."""

import re
import tempfile
from pathlib import Path

from pipeline.commands import receive
from pipeline.commands.bringing import where_to_bring
from pipeline.commands.casebook import open_requests
from pipeline.commands.context import Context
from pipeline.commands.forge_markdown import prose, text, title
from pipeline.commands.taking_down import Answer, answered, on_behalf
from pipeline.commands.thread import STATUS, Thread
from pipeline.commands.withheld import way_out, withheld
from pipeline.forge.host import Api, Issue, PullRequest
from pipeline.forge.issue_fields import LABEL
from pipeline.forge.issue_form import Problem, read
from pipeline.forge.units import unit_at
from pipeline.forge.upload import upload_page
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.keeping import Keeping
from pipeline.record.loading import load_request
from pipeline.record.roster import Person
from pipeline.record.vouching import Evidence, evidence_of

# How our comment names the request.
_BOLD = re.compile(r"\*\*(\S+?)\*\*")


def take_letter(ctx: Context, api: Api, number: int) -> None:
    """Enter the letter of an issue in the agenda, and close the issue with its number.

    What is missing is asked for in one comment, which a corrected issue brings up to date. Raises
    TryAgain when something is away: what was registered stays, and is found again.
    """
    issue = api.issue(number)
    if not issue.is_open or LABEL not in issue.labels:
        return
    thread = Thread(api, issue.number)
    ctx.repository.fetch()
    known = Evidence(api.name, "issue", str(issue.number))
    if _is_on_main(ctx, thread.status, known):
        api.close(issue.number)  # opened again; the comment says under which number it is there
        return
    agreed = _registered(ctx, known)
    if agreed is None:
        answer = _enter(ctx, api, issue)
        if not answer.is_done:
            thread.keep(_sorry(answer))
            return
        agreed = answer.text
    branch = agenda.branch(agreed)
    keeping = ctx.agency.papers
    pull = api.propose(
        branch, title(f"{agreed} {issue.title}"), _description(agreed, issue, keeping)
    )
    thread.keep(_welcome(agreed, issue, pull, keeping))
    api.close(issue.number)


def _registered(ctx: Context, evidence: Evidence) -> str | None:
    """The number that a run which was cut short has given the issue already."""
    for entry in open_requests(ctx, holding=evidence.id.encode()):
        first = entry.request.history[0]
        if evidence_of(first) == evidence:
            return entry.request.number
    return None


def _is_on_main(ctx: Context, said: str, evidence: Evidence) -> bool:
    """Whether the request that we once said the issue had become is at its end."""
    for number in filter(agenda.is_number, _BOLD.findall(said)):
        open_here = ctx.repository.shared(agenda.branch(number)) is not None
        unit = None if open_here else unit_at(ctx.repository, ctx.main, number)
        request = load_request(unit.path, unit.data, root=ctx.root)[0] if unit else None
        if request and evidence_of(request.history[0]) == evidence:
            return True
    return False


def _enter(ctx: Context, api: Api, issue: Issue) -> Answer:
    person = _clerk(ctx, api, issue)
    if person is None:
        login = issue.by.login if issue.by else ""
        return Answer(
            False,
            _("the account {login} is nobody's of the roster").format(login=login),
            _("an officer enters the letter; their account stands in agency.yaml"),
        )
    keeping = ctx.agency.papers
    found = read(issue.body, ctx.now(), keeping)
    typed = tuple(withheld(issue)) if keeping is Keeping.LOCAL else ()
    if found.form is None or typed:
        named = {problem.label for problem in typed}  # what stands there is not repeated
        others = [problem for problem in found.problems if problem.label not in named]
        wrong = "\n".join(map(_line, (*typed, *others)))
        hint = way_out(issue.number) if typed else _("edit the issue and save it")
        return Answer(False, wrong, hint, is_markdown=True)
    evidence = {"forge": api.name, "person": issue.by.id if issue.by else "",
                "issue": str(issue.number)}  # fmt: skip
    known = Evidence(api.name, "issue", str(issue.number))
    scene, form, given = on_behalf(ctx, person, evidence), found.form, list[str]()
    with tempfile.TemporaryDirectory() as folder:
        answer = answered(
            scene,
            lambda: given.append(
                receive.run(
                    scene, form, folder=Path(folder), entered=lambda: _registered(ctx, known)
                )
            ),
        )
    return answer._replace(text=given[0]) if given else answer


def _clerk(ctx: Context, api: Api, issue: Issue) -> Person | None:
    if issue.by is None or issue.by.is_bot:
        return None
    return ctx.agency.roster.account_owner(api.name, issue.by.id)


def _line(problem: Problem) -> str:
    place = f"**{text(problem.label)}**: " if problem.label else ""
    return f"- {place}{text(problem.sentence)} — {text(problem.way_out)}"


def _sorry(answer: Answer) -> str:
    sentence = _("The letter is not entered in the agenda yet. What is missing or wrong:")
    told = (answer.text, answer.hint)
    parts = told if answer.is_markdown else map(prose, told)
    return "\n\n".join([f"{STATUS}\n⚠️ {sentence}", *parts]) + "\n"


def _welcome(number: str, issue: Issue, pull: PullRequest, keeping: Keeping) -> str:
    entered = _("The letter is entered in the agenda as **{number}**: {url}").format(
        number=number, url=pull.url
    )
    return f"{STATUS}\n✅ {entered}\n\n{_bring(number, issue, keeping)}\n"


def _bring(number: str, issue: Issue, keeping: Keeping) -> str:
    home = issue.url.rpartition("/issues/")[0]
    return where_to_bring(number, upload_page(home, number), keeping)


def _description(number: str, issue: Issue, keeping: Keeping) -> str:
    return "\n\n".join(
        [
            _("Request {number}, entered by issue #{issue}.").format(
                number=number, issue=issue.number
            ),
            _bring(number, issue, keeping),
            _("Where it is, what is next, and the disposition sheet stand in the comment below."),
        ]
    )
