"""The query language of filters, as people know it from Todoist; docs/filters.md is its reference.

`grammar.lark` is the language, `parse` makes a `tree` of a text, and `match` says whether a todo is one that a tree
means. The store makes SQL of the same tree. What both need to know is decided here once: `moment` turns dates into
bounds, and `names` turns names of lists, sections and tags into ids.
"""
