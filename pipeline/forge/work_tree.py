"""What somebody changed by hand in a work tree of main, held against what is verified."""

from pipeline.forge.judging import gone
from pipeline.forge.units import owner_at, owners, unit_at, unit_in_folder
from pipeline.forge.verification import Verification
from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.unit import check_unit
from pipeline.repository import Repository


def verify_work_tree(repository: Repository, verification: Verification) -> list[Finding]:
    """What was changed by hand in the work tree, held against the last commit of main."""
    if repository.is_bare or repository.checked_out != "main":
        return []
    numbers, folders, _new_files = owners(repository.work_tree_changes())
    # A new file elsewhere (a paper just printed, say) is nobody's business.
    _numbers, _folders, others = owners(repository.work_tree_changes(with_new=False))
    owner = {folder: owner_at(repository, verification.tip, folder) for folder in folders}
    touched = numbers | {number for number in owner.values() if number}
    findings: list[Finding] = []
    for number in sorted(touched):
        unit = unit_in_folder(repository.folder, number)
        former = unit_at(repository, verification.tip, number)
        if unit is None:
            findings.append(gone(number))
            continue
        findings += check_unit(
            unit,
            root=verification.root,
            agency=verification.agency,
            former=former,
            settled=former,
        ).findings
    loose = [*others, *(f"{folder}/index.md" for folder in folders if not owner[folder])]
    for path in sorted(loose):
        findings.append(
            Finding(
                path,
                1,
                "work-tree",
                _("changed or added by hand on main"),
                _("undo it with `git checkout -- .`, or bring it through a request"),
            )
        )
    return findings
