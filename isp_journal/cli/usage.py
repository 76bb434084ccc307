"""Command lines that make no sense, said in one sentence."""

from argparse import ArgumentParser
from functools import partial
from typing import NoReturn


class Misused(Exception):
    """A command line that cannot be read; its text is the sentence for the person."""


def strict(parser: ArgumentParser) -> ArgumentParser:
    """Let a parser raise Misused instead of printing its usage and leaving the process."""
    vars(parser)["error"] = partial(_misused, parser.prog)
    return parser


def _misused(program: str, problem: str) -> NoReturn:
    sentence = problem[:1].upper() + problem[1:].rstrip(".")
    raise Misused(f"{sentence}; see {program} --help.")
