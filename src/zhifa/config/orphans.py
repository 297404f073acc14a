"""No process outlives the one that started it: orphans would hold the port and the locks."""

from __future__ import annotations

import ctypes
import signal

PR_SET_PDEATHSIG = 1  # prctl(2)
_LIBC = ctypes.CDLL(None, use_errno=True)


def end_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies, however it dies."""
    _LIBC.prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
