"""Where a signature stands (发文机关署名、成文日期), with a seal or without. Pure; in points."""

from collections.abc import Sequence
from typing import NamedTuple


class Places(NamedTuple):
    """How far in each line of the issuer's name begins, and the date."""

    issuer: list[float]
    dated: float


def sealed(widths: Sequence[float], dated: float, measure: float, cell: float) -> Places:
    """Place lines of these ``widths`` over a date ``dated`` wide, for a seal on both.

    The date ends four characters from the right and the issuer is centred on it, both moved
    left for a long name (GB/T 9704 §7.3.5.1).
    """
    middle = measure - 4 * cell - dated / 2
    middle = min(middle, measure - cell - max(widths, default=0) / 2)
    return Places([middle - width / 2 for width in widths], middle - dated / 2)


def unsealed(widths: Sequence[float], dated: float, measure: float, cell: float) -> Places:
    """Place them where no seal comes (§7.3.5.2).

    The issuer ends two characters from the right, and the date begins two characters right of
    where the issuer begins; a date that would come too far right moves both to the left.
    """
    lefts = [measure - 2 * cell - width for width in widths]
    first = min(lefts, default=measure)
    over = max(first + 4 * cell + dated - measure, 0)
    return Places([left - over for left in lefts], first - over + 2 * cell)
