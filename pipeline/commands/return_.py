"""Send a letter back to be completed (SOP row 2)."""

from pipeline.commands.endings import ending
from pipeline.i18n import _, marked
from pipeline.record.workflow import Action

command = ending(
    Action.RETURN,
    help_text=_("Send a letter back to its sender to be completed."),
    sentence=marked("{number} goes back to be completed"),
    sample='siar return 2026-0042 --reason "Data belum lengkap" --missing "tabel hasil panen"',
)
