from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.synced_folders import Mount, is_on_network, mounts_here, read_mounts, service_of, warning

SYNCED = [
    (PureWindowsPath("C:/Users/jo/OneDrive/journal"), "OneDrive"),
    (PureWindowsPath("C:/Users/jo/OneDrive - Wexmoor County/journal"), "OneDrive"),
    (PureWindowsPath("C:/Users/jo/iCloudDrive/journal"), "iCloud"),
    (PureWindowsPath("G:/My Drive/journal"), "Google Drive"),
    (PurePosixPath("/home/jo/Dropbox/journal"), "Dropbox"),
    (PurePosixPath("/home/jo/Dropbox (Personal)/journal"), "Dropbox"),
    (PurePosixPath("/home/jo/Nextcloud2/journal"), "Nextcloud"),
    (PurePosixPath("/home/jo/google-drive/journal"), "Google Drive"),
    (PurePosixPath("/Users/jo/Library/Mobile Documents/com~apple~CloudDocs/journal"), "iCloud"),
    (PurePosixPath("/Users/jo/Library/CloudStorage/GoogleDrive-jo@example.org/My Drive/journal"), "Google Drive"),
    (PurePosixPath("/Users/jo/Library/CloudStorage/Tresor-jo/journal"), "Tresor-jo"),
]


@pytest.mark.parametrize(("folder", "service"), SYNCED)
def test_a_folder_of_a_service_is_known_by_its_name(folder: PurePosixPath, service: str) -> None:
    assert service_of(folder) == service
    assert service in warning(folder)


@pytest.mark.parametrize(
    "folder",
    [
        PurePosixPath("/home/jo/.local/share/isp-journal/journal"),
        PurePosixPath("/home/jo/my drive/journal"),
        PureWindowsPath("C:/Users/jo/AppData/Local/isp-journal/journal"),
        PureWindowsPath("D:/desk/my drive/journal"),
    ],
)
def test_an_ordinary_folder_raises_no_warning(folder: PurePosixPath) -> None:
    assert warning(folder, (Mount("/", "ext4"), Mount("/home", "btrfs"))) == ""


@pytest.mark.parametrize(
    "folder",
    [
        PureWindowsPath("//server/share/journal"),
        PurePosixPath("/run/user/1000/gvfs/smb-share:server=files/journal"),
        PurePosixPath("/home/jo/files/journal"),
        PurePosixPath("/mnt/with blank/journal"),
        PureWindowsPath("H:/journal"),
    ],
)
def test_a_folder_on_another_computer_is_told(folder: PurePosixPath) -> None:
    mounts = (
        *read_mounts("//files/jo /home/jo/files cifs rw 0 0\nhost:/x /mnt/with\\040blank fuse.sshfs rw 0 0\nodd\n"),
        Mount("/", "ext4"),
        Mount("H:/", "cifs"),
    )
    assert is_on_network(folder, mounts)
    assert "another computer" in warning(folder, mounts)


def test_the_mount_nearest_to_a_folder_decides() -> None:
    mounts = (Mount("/home", "nfs4"), Mount("/home/jo/local", "ext4"), Mount("/home/jo/lo", "cifs"))
    assert is_on_network(PurePosixPath("/home/jo"), mounts)
    assert not is_on_network(PurePosixPath("/home/jo/local/journal"), mounts)


def test_a_system_without_a_table_of_mounts_has_none(tmp_path: Path) -> None:
    assert mounts_here(tmp_path / "mounts") == ()
    (tmp_path / "mounts").write_text("proc /proc proc rw 0 0\n", encoding="utf-8")
    assert mounts_here(tmp_path / "mounts") == (Mount("/proc", "proc"),)


@given(st.text())
def test_any_table_of_mounts_can_be_read(text: str) -> None:
    assert all(mount.at for mount in read_mounts(text))


@given(st.lists(st.text(min_size=1).filter(lambda part: "/" not in part and "\0" not in part), max_size=6))
def test_any_path_has_an_answer(parts: list[str]) -> None:
    folder = PurePosixPath("/", *parts)
    assert isinstance(warning(folder), str)
