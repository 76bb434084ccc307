"""Where things lie: the data that comes with the app, and the folders of the person's account."""

from pathlib import Path

import platformdirs

APP = "isp-journal"


def resources() -> Path:
    """Return the folder of catalogues, prompts, icons and the sample, installed or in the source tree."""
    here = Path(__file__).resolve().parent
    installed = here / "resources"
    return installed if installed.is_dir() else here.parent / "resources"


def default_journal() -> Path:
    """Return the folder of the person's own journal when none is named."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "journal"


def sample_journal() -> Path:
    """Return the folder of the sample journal, which is made anew whenever somebody looks around."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "sample"


def pictures() -> Path:
    """Return the folder for pictures of the pages, painted where there is no screen."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "pictures"


def opened_folder() -> Path:
    """Return the folder of attachments that were opened in other programs; it is emptied at lock and start."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "opened"


def opened_backups() -> Path:
    """Return the folder where backups that lie elsewhere are unpacked while somebody reads them."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "opened-backups"


def settings_file() -> Path:
    """Return the file of the look and the last journal's place: no names, no titles, no searches."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def log_file() -> Path:
    """Return the file that bugs are logged to, without any text of the journal."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False)) / "isp-journal.log"


def seen_file() -> Path:
    """Return the file that says up to when this computer saw journals change, without their names or places."""
    return Path(platformdirs.user_state_dir(APP, appauthor=False)) / "seen.json"
