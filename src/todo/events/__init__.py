"""`GET /events`: tells programs that there is something new, in a process of its own.

A stream is open for hours and says next to nothing, so it must not cost a thread: this process serves ASGI and holds
thousands of them, beside the workers, which serve WSGI. `process` is what runs in it, `keeper` what starts it.
"""
