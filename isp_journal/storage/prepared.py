"""Statements of SQLAlchemy that are compiled once and spoken to the driver directly.

On the way of a save and of an import, Core's own work for each statement costs more than the statement: with these a
durable save takes about half the time. Everything else goes through Core as usual.
"""

from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.dialects import sqlite

from isp_journal.storage.store import Transaction


class Prepared:
    """One statement with named values; rows come back as named tuples of its columns."""

    def __init__(self, statement: "Select[Any] | Insert | Update | Delete") -> None:
        self._statement = statement

    def rows(self, transaction: Transaction, **values: Any) -> list[Any]:
        """Return all rows for these values."""
        made = self._row._make
        return [made(row) for row in self._speak(transaction, values)]

    def first(self, transaction: Transaction, **values: Any) -> Any | None:
        """Return the first row for these values, or None."""
        row = self._speak(transaction, values).fetchone()
        return None if row is None else self._row._make(row)

    def values(self, transaction: Transaction, **values: Any) -> list[Any]:
        """Return the first column of all rows for these values."""
        return [row[0] for row in self._speak(transaction, values)]

    def run(self, transaction: Transaction, **values: Any) -> None:
        """Do what the statement says, with these values."""
        self._speak(transaction, values)

    def run_many(self, transaction: Transaction, rows: Iterable[dict[str, Any]]) -> None:
        """Do what the statement says once for each of the rows."""
        _driver(transaction).executemany(self._text, map(self._ordered, rows))

    def run_tuples(self, transaction: Transaction, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Do the same for rows whose values stand in the order of these names, which must be the statement's own."""
        if tuple(names) != self._names:
            raise ValueError(f"the values of this statement stand in another order: {self._names}")
        _driver(transaction).executemany(self._text, rows)

    def _speak(self, transaction: Transaction, values: dict[str, Any]) -> Any:
        return _driver(transaction).execute(self._text, self._ordered(values))

    @cached_property
    def _compiled(self) -> Any:
        return self._statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))

    @cached_property
    def _text(self) -> str:
        return str(self._compiled)

    @cached_property
    def _row(self) -> Any:
        chosen = self._statement.selected_columns if isinstance(self._statement, Select) else ()
        names = [str(column.key) for column in chosen]
        return namedtuple("Row", names)

    @cached_property
    def _names(self) -> Sequence[str]:
        return tuple(self._compiled.positiontup or ())

    def _ordered(self, values: dict[str, Any]) -> tuple[Any, ...]:
        picked: tuple[Any, ...] = self._pick({**self._fixed, **values} if self._fixed else values)
        return picked

    @cached_property
    def _fixed(self) -> dict[str, Any]:
        """The values that stand in the statement itself, such as a limit."""
        return {name: value for name, value in self._compiled.params.items() if value is not None}

    @cached_property
    def _pick(self) -> Any:
        if len(self._names) > 1:
            return itemgetter(*self._names)
        name = self._names[0]
        return lambda values: (values[name],)


def _driver(transaction: Transaction) -> Any:
    return transaction.connection.connection.driver_connection
