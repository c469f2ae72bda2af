"""The signals that ask the program to stop."""

import os
import select
import signal


class Signals:
    """Hears them from the moment it is made, in the main thread, until the program ends.

    Each raises KeyboardInterrupt as well, until somebody sets handlers of their own. That alone would not do: Python
    drops an exception that arises in a callback, and wakes the main thread only if the signal came to it.
    """

    def __init__(self) -> None:
        self._heard, heard = os.pipe()
        os.set_blocking(heard, False)
        signal.set_wakeup_fd(heard)
        self._meant = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup has it
            self._meant.append(signal.SIGHUP)
        for each in self._meant:
            signal.signal(each, signal.default_int_handler)

    def next(self, seconds: float | None = None) -> bool:
        """Waits for one, or for `seconds` at most. False if none came."""
        while select.select([self._heard], [], [], seconds)[0]:
            if os.read(self._heard, 1)[0] in self._meant:
                return True
        return False
