"""Close a request that was a mistake; its number stays taken."""

from pipeline.commands.endings import ending
from pipeline.i18n import _, marked
from pipeline.record.workflow import Action

command = ending(
    Action.VOID,
    help_text=_("Close a request that was a mistake; its number stays taken."),
    sentence=marked("{number} is void"),
    sample='siar void 2026-0042 --reason "Surat terdaftar dua kali"',
)
