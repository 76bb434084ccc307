"""What carrying and finding passages costs in a long text with 40 tags: `python -m benchmarks.anchors [RUNS]`."""

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.figures import Figure, report
from isp_journal.anchors import anchor, find, moved


def median_of(runs: int, work: Callable[[], object]) -> float:
    """Return the median milliseconds of some work."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure one keystroke, and finding all passages after an edit elsewhere."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    lines = [f"On day {day} we met and Ana listened first. Then we planned.\n" for day in range(500)]
    text = "".join(lines)
    starts = [sum(map(len, lines[: day * 12])) for day in range(40)]
    placed = [anchor(text, start, start + 40) for start in starts]
    at = placed[20].start + 9
    typed = text[:at] + "x" + text[at:]
    changed = "A new first line.\n" + text
    report(
        [
            Figure(
                "40 passages carried over a keystroke", median_of(runs, lambda: moved(placed, at, 0, 1, typed)), "ms"
            ),
            Figure(
                "40 passages found again in 30 000 characters",
                median_of(runs, lambda: [find(changed, one) for one in placed]),
                "ms",
            ),
        ]
    )


if __name__ == "__main__":
    main()
