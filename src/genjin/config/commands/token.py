"""Print a new API token with all rights of a person, alone on a line."""

from __future__ import annotations

import argparse

from genjin.config.refusal import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose it is."""
    parser.add_argument("user", metavar="USER", help="user name")
    parser.add_argument("--name", default="", help="what it is for, shown in the list of tokens")


def run(options: argparse.Namespace) -> int:
    """The token is shown this once; only its hash is kept."""
    from genjin.kernel.people.models import User
    from genjin.kernel.people.tokens import issue_token

    user = User.objects.filter(username=options.user).first()
    if user is None:
        raise Refusal(f"Nobody here has the user name {options.user}: see the people in the settings.")
    if not user.is_active:
        raise Refusal(f"{options.user} has left: a token would open nothing.")
    print(issue_token(user, name=options.name[:80]))
    return 0
