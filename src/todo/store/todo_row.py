"""A todo as clients see it, and how each of its fields is set."""

from typing import LiteralString

from todo.store.row import Noun

_START: LiteralString = (
    "t.start_on || coalesce('T' || left(t.start_time::text, case when extract(second from t.start_time) = 0"
    " then 5 else 8 end), '') as start, t.start_zone"
)
_DUE: LiteralString = (
    "t.due_on || coalesce('T' || left(t.due_time::text, case when extract(second from t.due_time) = 0"
    " then 5 else 8 end), '') as due, t.due_zone"
)

TODO = Noun(
    "todo",
    """t.id, t.list, t.section, t.parent, t.title, t.notes, t.status, t.priority,
    array(select tt.tag from todo_tag tt where tt.space = t.space and tt.todo = t.id order by tt.tag) as tags, """
    + _START
    + ", "
    + _DUE
    + """, t.deadline_on as deadline, t.duration_minutes, t.recurrence,
    t.repeat_from, t.series_start, t.occurrence, t.steps, t.exceptions, t.reminders, t.position, t.foreign_properties,
    t.seq, t.created_at, t.updated_at, t.completed_at, t.deleted_at""",
    {
        "title": "title = %(title)s",
        "notes": "notes = %(notes)s",
        "status": "status = %(status)s",
        "completed_at": "completed_at = %(completed_at)s::timestamptz",
        "priority": "priority = %(priority)s",
        "tags": "",  # they are rows of todo_tag
        "completions": "",  # they are rows of completion
        "start": "start_on = split_part(%(start)s, 'T', 1)::date,"
        " start_time = nullif(split_part(%(start)s, 'T', 2), '')::time",
        "start_zone": "start_zone = %(start_zone)s",
        "due": "due_on = split_part(%(due)s, 'T', 1)::date, due_time = nullif(split_part(%(due)s, 'T', 2), '')::time",
        "due_zone": "due_zone = %(due_zone)s",
        "deadline": "deadline_on = %(deadline)s::date",
        "duration_minutes": "duration_minutes = %(duration_minutes)s",
        "recurrence": "recurrence = %(recurrence)s",
        "repeat_from": "repeat_from = %(repeat_from)s",
        "series_start": "series_start = %(series_start)s::date",
        "occurrence": "occurrence = %(occurrence)s::date",
        "steps": "steps = %(steps)s",
        "exceptions": "exceptions = %(exceptions)s::date[]",
        "reminders": "reminders = %(reminders)s::jsonb",
        "position": "position = %(position)s",
        "foreign_properties": "foreign_properties = %(foreign_properties)s::json",
    },
)
