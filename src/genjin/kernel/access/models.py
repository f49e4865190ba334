"""Who may do what, by role."""

from __future__ import annotations

from django.db import models


class Grant(models.Model):
    """A role may `verb` records of `object_key` (`*` = any) as far as `scope`: none, own, team, all."""

    role = models.CharField(max_length=30)
    object_key = models.CharField(max_length=60)
    verb = models.CharField(max_length=30)
    scope = models.CharField(max_length=4, choices=[(s, s) for s in ("none", "own", "team", "all")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "object_key", "verb"], name="access_grant_one")]
