"""The marks of Markdown within a line: code, strong, emphasis and words struck out."""

import re

CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
STRONG = re.compile(r"(?<![\\*])(\*\*|__)(?=\S)(.+?)(?<=[^\s\\])\1")
EMPHASIS = re.compile(
    r"(?<![\\*\w])(\*)(?=[^\s*])([^*]+?)(?<=[^\s\\*])\1(?!\*)|(?<![\\_\w])(_)(?=[^\s_])([^_]+?)(?<=[^\s\\_])\3(?![\w_])"
)
STRUCK = re.compile(r"(?<!~)(~~)(?=\S)(.+?)(?<=\S)\1")
