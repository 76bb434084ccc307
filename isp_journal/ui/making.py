"""How the first pages make journals: one of the person's own, and the sample."""

from datetime import date
from pathlib import Path

from isp_journal import paths
from isp_journal.ui.pages.first_run import Makers


def makers() -> Makers:
    """Return what makes journals, to be called off the window's thread."""
    return Makers(begin=_begin, sample=_sample)


def _begin(name: str, folder: Path) -> None:
    # at first use: start-up time
    from isp_journal.journal.opening import create_journal

    create_journal(folder, author=name)


def _sample() -> Path:
    # at first use: start-up time
    from isp_journal.journal.sample import make_sample

    folder = paths.sample_journal()
    make_sample(folder, date.today())
    return folder
