"""Works that are compared take turns, so that whatever disturbs the machine disturbs each of them."""

import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def milliseconds(work: Work) -> float:
    """Return how long some work takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def in_turns(works: Mapping[str, Work], runs: int) -> dict[str, float]:
    """Return the median milliseconds of each work, one run of each after the other, the first round aside."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for run in range(runs + 1):
        for name, work in works.items():
            told = milliseconds(work)
            if run:
                took[name].append(told)
    return {name: statistics.median(told) for name, told in took.items()}
