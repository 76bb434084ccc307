import atexit
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

# Whoever wants to see the windows asks for a display by name: QT_QPA_PLATFORM=xcb make test
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test reads or writes what belongs to the person who runs them: the account's folders lie elsewhere from here on,
# for programs that a test starts too. Language and time zone are the same on every machine.
ACCOUNT = Path(tempfile.mkdtemp(prefix="isp-journal-tests-"))
FOLDERS = {
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
}
RUNTIME = ACCOUNT / "runtime"
RUNTIME.mkdir(mode=0o700)
os.environ |= {name: str(ACCOUNT / "before" / folder) for name, folder in FOLDERS.items()}
os.environ |= {"HOME": str(ACCOUNT), "USERPROFILE": str(ACCOUNT), "XDG_RUNTIME_DIR": str(RUNTIME)}
# Nor does one touch the key store of their desktop.
os.environ |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
os.environ |= {"LC_ALL": "C.UTF-8", "LANGUAGE": "", "TZ": "UTC"}
if hasattr(time, "tzset"):
    time.tzset()
atexit.register(shutil.rmtree, ACCOUNT, ignore_errors=True)

# Derandomized: the same examples on every run, so that a red test is red again.
# HYPOTHESIS_PROFILE=ci tries more of them.
for name, examples in {"quick": 60, "ci": 200}.items():
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick"))

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def account_of_its_own() -> Iterator[Path]:
    """Give each test an account on which the app was never started."""
    home = ACCOUNT / f"test-{next(_numbers)}"
    before = {name: os.environ[name] for name in FOLDERS}
    os.environ |= {name: str(home / folder) for name, folder in FOLDERS.items()}
    yield home
    os.environ |= before
    shutil.rmtree(home, ignore_errors=True)
