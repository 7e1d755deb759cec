"""Tables on paper: columns in millimetres, rows of text set into them."""

from dataclasses import dataclass

INSIDE = 4
"""What a cell's padding and rules take of its width, in millimetres."""


@dataclass
class Column:
    """A column of a table, ``width`` in millimetres; the columns of one make up the measure."""

    label: str
    width: int
    center: bool = False


@dataclass
class Table:
    """Rows under a head that is printed again on every page.

    ``tall`` leaves room for a hand; ``size`` is that of the type, in points.
    """

    columns: list
    rows: list
    tall: bool = False
    size: int = 14
    template = "documents/liaison/_table.html"

    @property
    def cells(self):
        """The rows as (text, width for type, centred or not)."""
        for row in self.rows:
            yield [
                (text, column.width - INSIDE, column.center)
                for text, column in zip(row, self.columns, strict=True)
            ]
