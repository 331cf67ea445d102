"""Every operator, by name, in the order of these modules."""

from importlib import import_module

from tests.forging.registry import OPERATORS, Operator

__all__ = ["OPERATORS", "Operator"]

MODULES = (
    "articles",
    "archive",
    "classes",
    "merges",
    "families",
    "clones",
    "summaries",
    "entries",
    "statements",
    "signers",
    "approvals",
    "verdicts",
    "papers",
    "consent",
    "agreements",
    "rosters",
    "keys",
)
for name in MODULES:
    import_module(f"{__name__}.{name}")
