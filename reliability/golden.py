"""Journals that earlier released versions have written, kept with the tests."""
