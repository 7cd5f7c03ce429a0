"""What several sources' figures of one act come to."""

from collections.abc import Iterable

Figures = tuple[int | None, int | None, int | None]  # low, best, high; None is not reported
NOT_REPORTED: Figures = (None, None, None)


def combined(reported: Iterable[Figures]) -> Figures:
    """One source's figures stand as they are. Of several, the range covers all that any gives.

    The best is then the lowest of the sources' best: the number that none of them doubts.
    """
    told = {(low, best, high) for low, best, high in reported} - {NOT_REPORTED}
    if len(told) < 2:
        return next(iter(told), NOT_REPORTED)
    every = [figure for each in told for figure in each if figure is not None]
    best = min((each[1] for each in told if each[1] is not None), default=None)
    return min(every), best, max(every)
