"""Ids of everything that a journal keeps: UUIDv7, made by the app, so that they sort by time."""

import uuid_utils


def new_id() -> str:
    """Return a fresh UUIDv7 in its usual 36 characters."""
    return str(uuid_utils.uuid7())
