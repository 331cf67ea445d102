"""Let everything that an office has approved be published, told and reported, without doing it."""

import hashlib
import json
from collections.abc import Mapping

from bench.office import BigOffice, Trees
from bench.packing import Pack
from bench.stories import RECORDER
from bench.verify import at_work
from pipeline.commands import asked, narrowing, publishing, showing
from pipeline.commands.context import Context
from pipeline.commands.dossier import ledger_of
from pipeline.distribution.step import MessageState, Step
from pipeline.forge import checkpoint
from pipeline.forge.verification import verify_main
from pipeline.ledger import BRANCH as LEDGER
from pipeline.ledger import Record, path_of
from pipeline.objects import FILE
from pipeline.repository import Update
from pipeline.site import releases, search
from pipeline.site.branch import BRANCH as SITE
from pipeline.site.card import Card, Tag
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST, Manifest, render_manifest
from pipeline.site.recipe import RECIPE, digest_of, recipe, render_recipe
from pipeline.site.state import render_json

# To the sender and some media; each was planned, claimed and accepted.
MAILS = 5
STORY = (MessageState.PLANNED, MessageState.CLAIMED, MessageState.ACCEPTED)


def publish_all(big: BigOffice) -> None:
    """Note all of main as verified, live and reported; of the website there is the list."""
    ctx = at_work(big.shared, RECORDER, big.key(RECORDER))
    verified = verify_main(ctx.repository, ctx.main, ctx.root, since=ctx.main)
    made = showing.plan(verified, ctx.now())
    made.requests = asked.listed(ctx, verified, made)
    told = {path_of(item.number): _journal(item, release) for release, item in _numbered(made)}
    _keep(ctx, {LEDGER: told, SITE: _site(ctx, made)})
    ledger, now = ledger_of(ctx), ctx.now()
    shown = narrowing.name_of(ctx.repository, ctx.repository.shared(SITE) or "")
    left = publishing.left_over(ctx, made, (), ledger, shown=shown)
    noted = checkpoint.make(ctx.root, ctx.main, now, ctx.sign_checkpoint, left)
    ledger.append_to(checkpoint.path_at(now), noted, "Verify main", at=now)


def _numbered(made: showing.Plan) -> enumerate[showing.Due]:
    return enumerate(made.due, start=1)


def _journal(item: showing.Due, release: int) -> bytes:
    at, shown = item.published_at.isoformat(), item.shown
    live = {
        "kind": "live", "at": at, "began": at, "digest": shown.digest, "commit": "",
        "article": shown.folder, "press_release": release, "url": "https://siar.example/",
    }  # fmt: skip
    mails = (_mail(item, mail, state) for mail in range(MAILS) for state in STORY)
    records = (live, *mails, {"kind": "report", "at": at, "began": at})
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _mail(item: showing.Due, mail: int, state: MessageState) -> Record:
    name = hashlib.sha256(f"{item.number} {mail}".encode()).hexdigest()
    return Step(
        event=f"{item.number}/media-{mail}", state=state, at=item.published_at, run=name[:32],
        recipient=f"media-{mail}", message_id=f"<{name[:24]}@siar.example>", sha256=name,
    ).as_record()  # fmt: skip


def _site(ctx: Context, made: showing.Plan) -> dict[str, bytes]:
    """What the website keeps of itself; of its pages there is none."""
    cards = [_card(ctx, item) for item in made.due]
    catalogue = Catalogue.empty().changed((), cards, (), made.requests)
    files = {name: data for name, data in catalogue.files.items() if data is not None}
    main = recipe(ctx.repository, made.main, ctx.agency)
    sets = _sets(ctx, files)
    manifest = Manifest("0" * 40, made.main, made.main, digest_of(main))
    return {
        **files, RECIPE: render_recipe(main), MANIFEST: render_manifest(manifest),
        search.KEPT: _searchable(ctx, made, sets),
        releases.KEPT: render_json(releases.cards_of(ctx.repository, sets)),
        **{releases.place_of(card): b"DOCX" for card in cards},
    }  # fmt: skip


def _searchable(ctx: Context, made: showing.Plan, sets: str) -> bytes:
    """What a site says of its index when that is made of all that is there."""
    parts = search.parts_of(ctx.repository, sets)
    by = search.made_by(ctx.repository, made.main)
    return render_json(search.Kept(by, parts, dict.fromkeys(parts, 1))._asdict())


def _sets(ctx: Context, files: Mapping[str, bytes]) -> str:
    """A tree of the list of articles alone."""
    sets = {name: data for name, data in files.items() if name.startswith(search.SETS)}
    blobs = {name: ctx.repository.write_blob(data) for name, data in sets.items()}
    return ctx.repository.write_tree(None, blobs)


def _card(ctx: Context, item: showing.Due) -> Card:
    shown, moment = item.shown, item.published_at.astimezone(ctx.agency.zone)
    return Card(
        shown.folder, shown.tree, shown.digest, shown.number, "Panen raya (CONTOH)", "Contoh.",
        moment.date(), moment, True, Tag("dinas-pertanian", "Dinas Pertanian"),
        (Tag("pertanian", "Pertanian"),), None, record=shown.record,
    )  # fmt: skip


def _keep(ctx: Context, branches: dict[str, dict[str, bytes]]) -> None:
    """Make branches of one commit each, with these files."""
    repository = ctx.repository
    pack, tops = Pack(repository.git_folder / "objects"), {}
    for branch, files in branches.items():
        found = {path: (FILE, pack.add("blob", data)) for path, data in files.items()}
        tops[branch] = Trees(pack, {}).put(found)
    pack.finish()
    for branch, tree in tops.items():
        commit = repository.commit_tree(
            tree, [], "Publish", author=ctx.author, at=ctx.now(), sign=ctx.sign_commit
        )
        repository.push([Update(f"refs/heads/{branch}", commit, None)])
