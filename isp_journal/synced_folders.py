"""Whether a folder is copied to other computers or lies on one of them, told by its path: no place for a journal."""

import re
import sys
from pathlib import Path, PurePath
from typing import NamedTuple

# How a service's folder begins, in small letters, without spaces and dashes: 'OneDrive - Wexmoor' is one of OneDrive's.
SERVICES = {
    "onedrive": "OneDrive",
    "skydrive": "OneDrive",
    "dropbox": "Dropbox",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "googledrive": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud~": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobiledocuments": "iCloud",
    "seafile": "Seafile",
    "megasync": "MEGA",
    "pclouddrive": "pCloud",
    "protondrive": "Proton Drive",
    "syncthing": "Syncthing",
    "boxsync": "Box",
}
# Where macOS keeps the folders of every service, so that there a name alone is enough.
CLOUD_STORAGE = "cloudstorage"
# Names that mean a service only right below a drive: 'G:\My Drive' is Google's.
ON_A_DRIVE = {"mydrive": "Google Drive", "shareddrives": "Google Drive"}
NETWORK_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "davfs", "ncpfs", "afs", "ceph", "glusterfs"}
NETWORK_FUSE = ("fuse.sshfs", "fuse.davfs", "fuse.gvfsd", "fuse.rclone", "fuse.smb", "fuse.curlftpfs")
MOUNTS = Path("/proc/self/mounts")
REMOTE_DRIVE = 4  # what Windows answers for a drive letter that stands for a folder on another computer


class Mount(NamedTuple):
    """A place in the tree of folders where another file system begins, and that system's kind."""

    at: str
    kind: str


def service_of(folder: PurePath) -> str:
    """Return the name of the service in whose folder this path lies, such as `Dropbox`, or nothing."""
    parts = [re.sub(r"[\s_-]", "", part.casefold()) for part in folder.parts]
    for place, part in enumerate(parts):
        if place and parts[place - 1] == CLOUD_STORAGE:
            return next((name for start, name in SERVICES.items() if part.startswith(start)), folder.parts[place])
        if place == 1 and folder.drive and part in ON_A_DRIVE:
            return ON_A_DRIVE[part]
        for start, name in SERVICES.items():
            if part.startswith(start):
                return name
    return ""


def is_on_network(folder: PurePath, mounts: tuple[Mount, ...] = ()) -> bool:
    """Say whether this path lies on another computer, as far as its form and the file systems at hand tell."""
    written = folder.as_posix()
    if written.startswith("//"):
        return True
    if re.match(r"/run/user/\d+/gvfs/", written + "/"):
        return True
    around = [mount for mount in mounts if is_within(written, mount.at)]
    if not around:
        return False
    kind = max(around, key=lambda mount: len(mount.at)).kind
    return kind in NETWORK_SYSTEMS or kind.startswith(NETWORK_FUSE)


def is_within(path: str, folder: str) -> bool:
    """Say whether a path is a folder or lies somewhere in it; both are written with slashes."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def warning(folder: PurePath, mounts: tuple[Mount, ...] = ()) -> str:
    """Return what to know before a journal is put into this folder, or nothing where it is a good place."""
    service = service_of(folder)
    if service:
        return (
            f"This folder looks like one that {service} copies to other computers. A journal that is copied while "
            "it is open can break, and others may come to read it. A folder outside is the safer place."
        )
    if is_on_network(folder, mounts):
        return (
            "This folder lies on another computer. A journal can break there when the connection does. "
            "A folder on this computer is the safer place."
        )
    return ""


def read_mounts(text: str) -> tuple[Mount, ...]:
    """Return the mounts that a table in the form of /proc/self/mounts tells of."""
    lines = [line.split() for line in text.splitlines()]
    return tuple(Mount(_plain(fields[1]), fields[2]) for fields in lines if len(fields) > 2)


def mounts_here(table: Path = MOUNTS) -> tuple[Mount, ...]:
    """Return the mounts of this computer; none where the system keeps no such table."""
    if sys.platform == "win32":
        return _drives()
    try:
        return read_mounts(table.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ()


def _plain(field: str) -> str:
    """Return a field of the table of mounts as it is meant: blanks stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _drives() -> tuple[Mount, ...]:
    """Return the drive letters that stand for folders on other computers; Windows alone has them."""
    if sys.platform == "win32":
        import ctypes  # on Windows only

        kind = ctypes.windll.kernel32.GetDriveTypeW
        letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
        return tuple(Mount(f"{letter}:/", "cifs") for letter in letters if kind(f"{letter}:\\") == REMOTE_DRIVE)
    return ()
