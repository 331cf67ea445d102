"""Look at the office's repository: its configuration, people and gate, and what is verified."""

from collections.abc import Iterator, Sequence

from pipeline.commands.context import Context
from pipeline.commands.health import Check, bad, doubtful, either, good
from pipeline.forge.checkpoint import Checkpoint, last_checkpoint
from pipeline.forge.issue_template import FORM, asks_for_contacts
from pipeline.i18n import _, ngettext
from pipeline.ledger import BRANCH
from pipeline.record.keeping import Keeping
from pipeline.record.labels import named
from pipeline.record.roster import Person
from pipeline.record.workflow import Role

HOOKS = ("pre-receive", "post-receive")
# A publication notes one, and offices publish every day.
STEPS_AT_MOST = 100


def shared(ctx: Context) -> Iterator[Check]:
    """Whether the shared repository answers, and keeps what it is given."""
    ctx.repository.fetch()
    yield good(_("the office's repository answers"))
    if not ctx.repository.is_bare:
        return
    for hook in HOOKS:
        yield either(
            (ctx.repository.git_folder / "hooks" / hook).is_file(),
            _("the hook {name} is in place").format(name=hook),
            _("the hook {name} is missing").format(name=hook),
            _("without it anybody may push anything: run `siar init` anew"),
        )
    yield either(
        ctx.repository.config("core.fsync") == "all",
        _("pushes survive a power cut (core.fsync=all)"),
        _("pushes may be lost in a power cut"),
        "git config core.fsync all",
    )


def root(ctx: Context) -> Iterator[Check]:
    """Whether the first commit is pinned, which everything is held against."""
    yield either(
        bool(ctx.settings.root),
        _("the root is pinned: {root}").format(root=ctx.root[:10]),
        _("the root is not pinned"),
        f"git config siar.root {ctx.root}",
    )


def agency(ctx: Context) -> Iterator[Check]:
    """Whether main's agency.yaml can be read at all; what is wrong in it is said with its line."""
    yield good(_("agency.yaml is well formed: {name}").format(name=ctx.agency.name))


def registers(ctx: Context) -> Iterator[Check]:
    """Whether somebody holds each role today, and can decide: by a key, or by an account."""
    now = ctx.now()
    for role in (Role.OFFICER, Role.SECTION_HEAD, Role.DIVISION_HEAD):
        yield from holders(role, ctx.agency.roster.holders(role, now))


def holders(role: Role, people: Sequence[Person]) -> Iterator[Check]:
    """Who holds a role."""
    names = "; ".join(person.name for person in people) or _("nobody")
    yield either(
        bool(people),
        f"{named(role)}: {names}",
        f"{named(role)}: {names}",
        _("add a term for this role to the roster in agency.yaml"),
    )
    for person in people:
        if not person.keys and not person.accounts:
            yield bad(
                _("{name} has no key and cannot decide").format(name=person.name),
                _("add the public key under `keys` in agency.yaml"),
            )


def verified(ctx: Context) -> Iterator[Check]:
    """How far main was verified when something was last published."""
    found = last_checkpoint(ctx.repository, ctx.repository.shared(BRANCH))
    if found is not None and ctx.repository.missing([found.main]):
        yield bad(
            _("main was verified up to {commit}, which is not there").format(
                commit=found.main[:10]
            ),
            "siar verify --full",
        )
        return
    since = found.main if found else ctx.root
    yield verified_to(found, len(ctx.repository.first_parents(ctx.main, since)))


def verified_to(found: Checkpoint | None, steps: int) -> Check:
    """The last checkpoint, and how many steps main has gone since: of the whole way, from none."""
    if found is None:
        if not steps:
            return good(_("main holds nothing yet that could be verified"))
        return doubtful(
            _("nothing was verified yet by publishing"),
            _("`siar publish` notes it; `siar verify` looks now"),
        )
    sentence = ngettext(
        "main was verified up to {commit} on {day}, {count} step ago",
        "main was verified up to {commit} on {day}, {count} steps ago",
        steps,
    ).format(commit=found.main[:10], day=found.at[:10], count=steps)
    if steps > STEPS_AT_MOST:
        return doubtful(sentence, _("`siar publish` says what it stops at; so does `siar verify`"))
    return good(sentence)


def form(ctx: Context) -> Iterator[Check]:
    """Whether the forge's form for letters asks for what agency.yaml lets come there."""
    there = ctx.repository.read(ctx.main, FORM)
    if there is not None:
        yield from form_for(ctx.agency.papers, there)


def form_for(keeping: Keeping, there: bytes) -> Iterator[Check]:
    """The form of an office that keeps papers in this way."""
    asks, may = asks_for_contacts(there), keeping is Keeping.REPOSITORY
    if asks != may:
        yield bad(
            _("the form for letters on the forge asks for the sender's contacts, which are local")
            if asks
            else _("the form for letters on the forge does not ask for the sender's contacts"),
            _("`make form`, then `siar propose --reason …`"),
        )
