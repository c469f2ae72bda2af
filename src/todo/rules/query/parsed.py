"""What the grammar has recognised: its trees and tokens."""

from lark import Token, Tree

Parsed = Tree[Token]


def trees(tree: Parsed) -> list[Parsed]:
    return [child for child in tree.children if isinstance(child, Tree)]


def tokens(tree: Parsed) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token)]


def column(token: Token) -> int:
    """The place of its first character, from 1."""
    return (token.start_pos or 0) + 1
