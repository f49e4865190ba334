"""The application as granian's worker process loads it: the same one, in a process that ends with its parent."""

from __future__ import annotations

from genjin.config.parent import die_with_parent

die_with_parent()

from genjin.config.wsgi import application  # noqa: E402

__all__ = ["application"]
