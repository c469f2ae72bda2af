"""When people acted, by the server's clock: the clock of a device may be wrong, by seconds or by years."""

from datetime import UTC, datetime, timedelta

_SECOND = timedelta(seconds=1)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def acted(at: datetime, clock: datetime, now: datetime) -> datetime:
    """`at` of a device whose clock shows `clock` at `now`, as it was here, and never in the future.

    A clock is corrected by whole seconds: what a request takes to arrive is part of the difference, and must not decide
    between two devices that acted in the same moment.
    """
    return max(min(at + round((now - clock) / _SECOND) * _SECOND, now), _EARLIEST)
