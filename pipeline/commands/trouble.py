"""Say on a pull request what keeps the recorder from looking after it."""

from pipeline.commands.attend import is_request
from pipeline.commands.forge_markdown import prose
from pipeline.commands.forge_words import on_forge
from pipeline.commands.thread import STATUS, Thread
from pipeline.errors import SiarError
from pipeline.forge.host import Api, Mark
from pipeline.i18n import _


def tell_trouble(api: Api, number: int, error: SiarError) -> None:
    """Let the one comment say it, and the commit's status; until it is put right, nothing else."""
    pull = api.pull_request(number)
    if pull.is_foreign or not pull.is_open or not is_request(pull.branch):
        return
    sentence = _("Nothing can be recorded here until this is put right:")
    told = [f"{STATUS}\n⚠️ {sentence}", prose(error.message)]
    if error.hint:
        told.append(_("Way out: {way_out}").format(way_out=prose(on_forge(error.hint))))
    Thread(api, pull.number).keep("\n\n".join(told) + "\n")
    api.mark(pull.head, Mark.FAILURE, error.message, pull.url)
