"""Leave out, one at a time, each row of the tables that stand in a module."""

import ast
from collections.abc import Iterator
from typing import NamedTuple


class Broken(NamedTuple):
    """A module without one row: `name` says which (`TABLE: Transition(…)`), `text` is the rest."""

    name: str
    text: str


def without_each_row(source: str) -> Iterator[Broken]:
    """The module in `source` as often as its tables have rows, each time without one of them.

    A table is a tuple, list, set or mapping that the module itself assigns to a name; so is one
    within a table, such as the roles of a row.
    """
    module = ast.parse(source)
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if name == "__all__":
            continue
        for table in _tables(value):
            for row in _each_row_gone(table):
                yield Broken(f"{name}: {row}", ast.unparse(module))


def _tables(value: ast.expr) -> Iterator[ast.expr]:
    """What may have rows, in a value; what stands in brackets behind a name is a type."""
    if isinstance(value, ast.Tuple | ast.List | ast.Set | ast.Dict):
        yield value
    if not isinstance(value, ast.Subscript):
        for part in ast.iter_child_nodes(value):
            if isinstance(part, ast.expr):
                yield from _tables(part)
            elif isinstance(part, ast.keyword):
                yield from _tables(part.value)


def _each_row_gone(table: ast.expr) -> Iterator[str]:
    """What each row says, while the table is without it."""
    match table:
        case ast.Tuple(elts=rows) | ast.List(elts=rows) | ast.Set(elts=rows):
            columns = [rows]
        case ast.Dict(keys=keys, values=rows):
            columns = [keys, rows]  # type: ignore[list-item]
        case _:
            return
    for place in range(len(rows)):
        cells = [column.pop(place) for column in columns]
        yield ast.unparse(cells[0] or cells[-1])  # `**others` has no key
        for column, cell in zip(columns, cells, strict=True):
            column.insert(place, cell)
