"""File a letter that needs no publication: cukup diketahui (SOP row 2)."""

from pipeline.commands.endings import ending
from pipeline.i18n import _, marked
from pipeline.record.workflow import Action

command = ending(
    Action.FILE,
    help_text=_("File a letter that needs no publication."),
    sentence=marked("{number} is filed"),
    sample='siar file 2026-0042 --reason "Cukup diketahui"',
)
