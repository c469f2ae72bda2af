"""Quick add: one line of text, and what it says of a todo.

`parse` finds the words that mean something, each with its span, and leaves the others in the title. A word counts only
where it is hardly part of a title: what could be either counts at the end of the line, or behind a word such as `on`.
"""

from todo.rules.quick.context import Context, is_day_first
from todo.rules.quick.parse import Parsed, Token, parse

__all__ = ["Context", "Parsed", "Token", "is_day_first", "parse"]
