"""The language of messages: command line and environment in, one of two wordings out; Chinese is the default."""

from __future__ import annotations

import os
from collections.abc import Sequence

LANGUAGES = ("zh", "en")

# What the option parser sends through gettext; the rest of its words are fixed and stay English.
_PARSER_WORDS = {
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Missing command.": "缺少命令。",
    "default: {default}": "默认：{default}",
    "required": "必需",
    "Aborted!": "已中断。",
}


def current() -> str:
    """`zh` or `en`, from the environment variable KG_LANG."""
    return "en" if os.environ.get("KG_LANG", "").lower().startswith("en") else "zh"


def say(chinese: str, english: str) -> str:
    """The wording in the current language."""
    return english if current() == "en" else chinese


def take_option(arguments: Sequence[str]) -> list[str]:
    """Arguments without `--lang X`, which may stand anywhere; it is put into the environment, before help is made.

    An unknown language is left in place, so that the parser reports it.
    """
    rest: list[str] = []
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        if argument == "--":
            return rest + list(arguments[index:])
        name, _, value = argument.partition("=")
        if name == "--lang":
            separate = argument == "--lang"
            if separate and index + 1 < len(arguments):
                value = arguments[index + 1]
            if value in LANGUAGES:
                os.environ["KG_LANG"] = value
                index += 2 if separate else 1
                continue
        rest.append(argument)
        index += 1
    return rest


def translate_parser() -> None:
    """Let the option parser speak Chinese: in the process of the command line only, before typer is imported."""
    import gettext

    if current() == "zh":
        vars(gettext)["gettext"] = lambda message: _PARSER_WORDS.get(message, message)
