"""Look after one pull request: do what people said on it, and say where it is.

Whatever woke us, everything is looked at: what a run that failed has left, the next one finishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.commands import draft
from pipeline.commands.comment_guide import guide, sensible
from pipeline.commands.comment_table import table_of
from pipeline.commands.concluding import Errand, conclude
from pipeline.commands.context import Context
from pipeline.commands.follow_up import follow_up
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.paperwork import take_papers
from pipeline.commands.remarks import with_remarks
from pipeline.commands.taking_down import Answer, answered, carry_out, is_recorded, on_behalf
from pipeline.commands.thread import Thread
from pipeline.commands.unproposed import propose_again
from pipeline.commands.weighing import take_reviews
from pipeline.commands.wishing import take_wish
from pipeline.errors import NotFound
from pipeline.forge.comment_command import HELP, Command, Problem, Talk, parse, spoken_verb
from pipeline.forge.host import Account, Api, Comment, Host, PullRequest
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.roster import Person
from pipeline.record.workflow import AFTERWARDS

BRANCH = "request/"
NO_ERRAND = Errand()
_AFTERWARDS = tuple(action.replace("_", "-") for action in sorted(AFTERWARDS))


@dataclass
class Attendance:
    """One visit to a pull request: the recorder's clone, the forge, and what is said there."""

    ctx: Context
    api: Api
    host: Host
    pull: PullRequest
    thread: Thread
    again: PullRequest | None = None  # where a request goes on that came to main by this one

    @property
    def number(self) -> str:
        """The request."""
        return self.pull.branch.removeprefix(BRANCH)

    def evidence(self, account: Account, kind: str, number: str) -> dict[str, str]:
        """What a statement of the recorder stands on."""
        return {"forge": self.api.name, "person": account.id, kind: number}

    def person(self, account: Account | None) -> Person | None:
        """Whose account it is; nobody's if it is a bot's or not in the roster."""
        if account is None or account.is_bot:
            return None
        return self.ctx.agency.roster.account_owner(self.api.name, account.id)


def attend(ctx: Context, api: Api, host: Host, number: int, errand: Errand = NO_ERRAND) -> bool:
    """Look after a pull request; gives whether main has become another.

    Commands on one that was merged begin what comes after publishing, in a pull request of its own;
    else only its comment is kept up to date.

    Raises TryAgain when something is away: everything done so far stays, and nothing is done twice.
    """
    pull = api.pull_request(number)
    if pull.is_foreign or not is_request(pull.branch):
        return False
    visit = Attendance(ctx, api, host, pull, Thread(api, pull.number))
    if pull.is_open and ctx.repository.shared(pull.branch) != pull.head:
        ctx.repository.look_again()
    ctx.repository.fetch()
    for comment in visit.thread.comments:
        _take_command(visit, comment)
    opened = _opened(visit)
    if opened is not None:
        try:
            return _look_after(visit, opened, errand)
        except NotFound:  # where another run has brought it to its end meanwhile
            if ctx.repository.shared(pull.branch) is not None:
                raise
    # What ends a request brings it to main by itself.
    follow_up(ctx, api, pull, visit.thread)
    return visit.again is not None and _go_on(visit, visit.again, errand)


def _go_on(visit: Attendance, again: PullRequest, errand: Errand) -> bool:
    """Look after what this run opened, which wakes no other; nobody has said anything there yet."""
    ctx, api = visit.ctx, visit.api
    opened, thread = open_request(ctx, visit.number), Thread(api, again.number)
    return conclude(ctx, api, visit.host, again, opened, thread, errand)


def _look_after(visit: Attendance, opened: Opened, errand: Errand) -> bool:
    """What else is to be done on an open request than commands."""
    ctx, api, pull = visit.ctx, visit.api, visit.pull
    if take_papers(ctx, api, opened, visit.thread):
        opened = open_request(ctx, visit.number)
    reviews = with_remarks(ctx, api, pull, opened, visit.thread, api.reviews(pull.number))
    if take_wish(ctx, api, pull, opened, visit.thread, reviews):
        opened = open_request(ctx, visit.number)
    if take_reviews(ctx, opened, reviews, visit.thread):
        opened = open_request(ctx, visit.number)
        # What a review sent back may have been handed in again meanwhile.
        if take_wish(ctx, api, pull, opened, visit.thread, reviews):
            opened = open_request(ctx, visit.number)
    return conclude(ctx, api, visit.host, pull, opened, visit.thread, errand)


def is_request(branch: str) -> bool:
    """Whether a branch is a request's."""
    return branch.startswith(BRANCH) and agenda.is_number(branch.removeprefix(BRANCH))


def _opened(visit: Attendance) -> Opened | None:
    """The request as its branch has it; None where that, or its pull request, is closed."""
    try:
        return open_request(visit.ctx, visit.number) if visit.pull.is_open else None
    except NotFound:
        return None


def _take_command(visit: Attendance, comment: Comment) -> None:
    """Carry out a command and answer it, once; ordinary talk is left alone."""
    if comment.by is None or comment.by.is_bot or visit.thread.is_answered("comment", comment.id):
        return
    said = parse(comment.body, table_of(visit.ctx.agency))
    if isinstance(said, Talk):
        return
    answer = _answer(visit, comment, comment.by, said)
    if not visit.thread.is_answered("comment", comment.id):
        visit.thread.answer("comment", comment.id, answer)


def _answer(
    visit: Attendance, comment: Comment, account: Account, said: Command | Problem
) -> Answer:
    person = visit.person(account)
    if person is None:
        return Answer(
            False,
            _("the account {login} is nobody's of the roster").format(login=account.login),
            _("the roster in agency.yaml names the account of each person by its number"),
        )
    if isinstance(said, Problem):
        return Answer(False, said.sentence, said.way_out, said.example)
    return _obey(visit, person, said, visit.evidence(account, "comment", comment.id))


def _obey(visit: Attendance, person: Person, said: Command, evidence: Mapping[str, str]) -> Answer:
    opened = _opened(visit)
    if opened is None:
        return _obey_afterwards(visit, person, said, evidence)
    if is_recorded(visit.ctx, visit.number, evidence):
        return _recorded(visit, said)
    if said.verb == HELP:
        return _help(visit, person, opened)
    answer = carry_out(visit.ctx, person, evidence, said, visit.number)
    if not answer.is_done and is_recorded(visit.ctx, visit.number, evidence):
        return _recorded(visit, said)
    if answer.is_done and said.verb == "accept":
        _begin_article(visit, evidence)
    return answer if answer.text else Answer(True, _done(said))


def _obey_afterwards(
    visit: Attendance, person: Person, said: Command, evidence: Mapping[str, str]
) -> Answer:
    """What is said of a request on main goes on in a pull request of its own."""
    ctx, number = visit.ctx, visit.number
    if is_recorded(ctx, number, evidence):
        answer = _recorded(visit, said)
    elif not visit.pull.is_merged or said.verb not in (HELP, *_AFTERWARDS):
        sentence = _("request {number} is closed already").format(number=number)
        return Answer(False, sentence, _("`/bantuan` here tells what can still be said"))
    elif said.verb == HELP:
        return _help(visit, person, open_request(ctx, number, afterwards=True))
    else:
        answer = carry_out(ctx, person, evidence, said, number)
    if answer.is_done:
        visit.again = propose_again(ctx, visit.api, number)
    if visit.again is None:
        return answer if answer.text else Answer(answer.is_done, _done(said))
    goes_on = _("it goes on in pull request #{number}").format(number=visit.again.number)
    return Answer(True, f"{_done(said)}; {goes_on}", is_markdown=True)


def _help(visit: Attendance, person: Person, opened: Opened) -> Answer:
    roles = visit.ctx.agency.roster.roles(person.id, visit.ctx.now())
    return Answer(True, guide(sensible(opened.case, roles)), is_markdown=True)


def _recorded(visit: Attendance, said: Command) -> Answer:
    """What is said of something that another run has recorded: one that was cut short then.

    Or it is still at work, and has answered meanwhile.
    """
    visit.thread.look_again()
    return Answer(True, _done(said))


def _done(said: Command) -> str:
    return _("`{verb}` is recorded").format(verb=spoken_verb(said.verb))


def _begin_article(visit: Attendance, evidence: Mapping[str, str]) -> None:
    """Put the scaffold of the article on the branch, for the officer who was named."""
    opened = open_request(visit.ctx, visit.number)
    officer = visit.ctx.agency.roster.person(opened.case.officer or "")
    if officer is not None:
        scene = on_behalf(visit.ctx, officer, evidence)
        answered(scene, lambda: draft.run(scene, visit.number) and None)
