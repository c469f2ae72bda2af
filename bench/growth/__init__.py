"""What grows with the number of people: instances, the database, dollars; and how the fleet follows a crowd.

`python -m bench.growth` prints what docs/growth.md says.
"""
