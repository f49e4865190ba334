"""Migrate the database and fill an empty one (the demo company, or an empty company with one administrator)."""

from __future__ import annotations

import argparse
import json

from genjin.config.parent import obey_supervisor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: GENJIN_DEMO and GENJIN_ADMIN_PASSWORD say what an empty database is filled with."""


def run(options: argparse.Namespace) -> int:
    """Prints one JSON document: `words` is what to tell who started us about signing in."""
    obey_supervisor()
    from genjin.config.founding import forget_old_signs_of_life, found_if_empty
    from genjin.config.migration import migrate

    migrate()
    forget_old_signs_of_life()
    print(json.dumps({"words": found_if_empty()}, ensure_ascii=False))
    return 0
