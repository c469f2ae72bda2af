"""What the emulator lacks. This runs inside the emulator's process, and is the one place that knows its insides.

Its version is pinned exactly in pyproject.toml. `resources` has CloudFormation types that its own services can make,
`recorded` those that nothing here could use, `cognito` says where the sign-in pages are, `tokens` answers the database.
"""

RECORDED = "REHEARSAL_RECORDED"  # the file that `recorded` writes to, one resource a line
TOKENS = "REHEARSAL_TOKENS"  # the path of the socket that `tokens` answers at
