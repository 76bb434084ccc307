#!/bin/sh
# Sets up what ISP Journal needs to run and to be tested, and does nothing when all of it is there.
#
#   sh tools/setup.sh      system libraries (Debian and Ubuntu), .venv, the packages pinned in constraints.txt
#
# ISP_JOURNAL_NO_APT=1 leaves the system's packages alone. ISP_JOURNAL_PYTHON=/path/to/python chooses the Python.

set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv="$root/.venv"
stamp="$venv/set-up"
busy="$venv/set-up.busy"
log="$venv/set-up.log"

# What PySide6 loads from the system: the first line without a window, the others for one.
libraries="libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0
libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libx11-xcb1"

say() { printf '%s\n' "$*"; }
stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# What the environment was made from: a change in any of these means that it has to be set up again.
made_from() {
    "$venv/bin/python" -I -S -c 'import sys; print(sys.version)' 2>/dev/null || say "no Python"
    say "$root"
    cksum pyproject.toml constraints.txt tools/setup.sh
}

has_programs() { [ -x "$venv/bin/isp-journal" ] && [ -x "$venv/bin/pytest" ]; }

in_place() { [ -f "$stamp" ] && [ ! -e "$busy" ] && has_programs && [ "$(cat "$stamp")" = "$(made_from)" ]; }

new_enough() { "$1" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

choose_python() {
    for name in ${ISP_JOURNAL_PYTHON:+"$ISP_JOURNAL_PYTHON"} python3.11 python3.12 python3.13 python3.14 python3; do
        if new_enough "$name"; then
            # The program itself rather than its name: an active environment of somebody else is left out of it.
            python=$("$name" -I -S -c 'import os, sys; print(os.path.realpath(sys.executable))')
            return
        fi
    done
    stop "ISP Journal needs Python 3.11 or newer, and none was found here: install it (Debian 12, Ubuntu 24.04 and later: apt-get install python3), then give the same command again."
}

installed() {
    # Newer releases name some libraries with t64 at the end.
    dpkg-query -W -f='${Status}\n' "$1" "$1t64" 2>/dev/null | grep -q '^install ok installed$'
}

missing_packages() {
    missing=""
    for package in $libraries; do
        installed "$package" || missing="$missing $package"
    done
    if ! "$python" -I -c 'import ensurepip, venv' >/dev/null 2>&1; then
        missing="$missing $("$python" -I -S -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    missing=${missing# }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif [ -t 0 ]; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

install_packages() {
    if [ "$(id -u)" != 0 ]; then
        no_right="ISP Journal needs system packages that this account may not install: ask an administrator for 'apt-get install --no-install-recommends $missing', or set ISP_JOURNAL_NO_APT=1 to go on without them."
        command -v sudo >/dev/null 2>&1 || stop "$no_right"
        say "Installing these system packages, as administrator: $missing"
        as_root true || stop "$no_right"
    else
        say "Installing these system packages: $missing"
    fi
    # An old list of packages may do: whether it does, the installation tells.
    as_root apt-get update -qq >/dev/null 2>&1 || true
    # shellcheck disable=SC2086  # a list of words
    if said=$(as_root apt-get install -y -qq --no-install-recommends $missing 2>&1); then
        return
    fi
    if printf '%s' "$said" | grep -qE 'Failed to fetch|Unable to (fetch|locate)|Temporary failure'; then
        stop "The system packages could not be fetched, since the package archive cannot be reached: give the same command again when there is a network."
    fi
    printf '%s\n' "$said" | tail -n 5 >&2
    stop "The system packages could not be installed, as apt-get says above; once that is mended, give the same command again."
}

system_libraries() {
    [ -z "${ISP_JOURNAL_NO_APT:-}" ] || return 0
    if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        missing_packages
        [ -z "$missing" ] || install_packages
    elif [ "$(uname -s)" = Linux ]; then
        say "This system has no apt-get: if the window does not open, install Qt's libraries (libEGL, libGL, libxkbcommon, libxcb-cursor) with its own tool."
    fi
}

# A half-made environment, one without pip, of another Python or of a folder that had another name, is made again.
sound() {
    [ ! -e "$busy" ] && [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python" &&
        { [ ! -f "$stamp" ] || { grep -qxF "$root" "$stamp" && has_programs; }; } &&
        "$venv/bin/python" -I -c 'import pip, sys; sys.exit(sys.prefix == sys.base_prefix)' >/dev/null 2>&1
}

make_environment() {
    if [ -e "$venv" ] || [ -L "$venv" ]; then
        ! sound || return 0
        say "The private environment .venv is not whole or belongs elsewhere; making it again."
        rm -rf "$venv" || stop "The old private environment cannot be taken away: remove the folder '$venv', then give the same command again."
    fi
    mkdir "$venv" 2>/dev/null || stop "The private environment cannot be made, since this account may not write in '$root': use a folder of your own."
    touch "$busy"
    "$python" -m venv "$venv" >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        stop "Python's venv module could not make the private environment, as it says above (Debian and Ubuntu: apt-get install python3-venv)."
    }
}

pip_install() {
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0 "$venv/bin/python" -m pip install --quiet --retries 3 "$@" >>"$log" 2>&1
}

python_packages() {
    touch "$busy" 2>/dev/null || stop "The private environment cannot be brought up to date, since this account may not write in '$venv': run this as the one who made it, or in a copy of the folder."
    : >"$log"
    say "Installing the Python packages pinned in constraints.txt into .venv (some 150 MB the first time)."
    # Older pips know no dependency groups. The build backend comes first and pinned, then nothing else is fetched to build with.
    if pip_install "pip>=25.1" && pip_install hatchling -c constraints.txt &&
        pip_install --no-build-isolation -e . --group dev -c constraints.txt; then
        rm -f "$busy"
        return
    fi
    rm -f "$busy"
    if grep -qiE 'connection broken|failed to resolve|failed to establish|timed out' "$log"; then
        stop "The Python packages could not be fetched, since the package index cannot be reached: give the same command again when there is a network."
    fi
    grep -v '^ *$' "$log" | tail -n 8 >&2
    stop "The Python packages could not be installed, as pip says above; all that it said is in .venv/set-up.log."
}

loads() {
    "$venv/bin/python" -I -c 'import PySide6.QtWidgets, sqlcipher3.dbapi2, sqlalchemy' 2>"$log" && return
    tail -n 1 "$log" >&2
    stop "Everything was installed and yet does not load, as it says above: a system library is missing, or .venv is damaged; install the library or remove the folder .venv, then give the same command again."
}

in_place && exit 0
say "Setting up ISP Journal, once."
choose_python
system_libraries
make_environment
python_packages
loads
"$venv/bin/python" -m compileall -q isp_journal || true
made_from >"$stamp"
say "Everything is in place."
