"""Decline a letter, with the reason (SOP row 2)."""

from pipeline.commands.endings import ending
from pipeline.i18n import _, marked
from pipeline.record.workflow import Action

command = ending(
    Action.DECLINE,
    help_text=_("Decline a letter, with the reason."),
    sentence=marked("{number} is declined"),
    sample='siar decline 2026-0042 --reason "Bukan kegiatan pemerintah daerah"',
)
