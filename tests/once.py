"""What all tests of a module stand on is made once: the type of the fixture `once` in the conftest.py beside pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable

Once = Callable[[Callable[[], None]], None]
