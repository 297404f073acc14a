"""What a process asks of the kernel for itself: its name in lists of processes, and to end with the one that started it,
since orphans would hold the port and the locks."""

from __future__ import annotations

import ctypes
import signal

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # prctl(2)
_LIBC = ctypes.CDLL(None, use_errno=True)


def end_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies, however it dies."""
    _LIBC.prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)


def be_called(name: str) -> None:
    """The name that `ps -e`, `top` and `pgrep` show, of at most 15 bytes."""
    _LIBC.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)
