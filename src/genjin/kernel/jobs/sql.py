"""The database's clock as an expression, for column defaults and queries."""

from __future__ import annotations

from django.db.models import DateTimeField, Func


class DbNow(Func):
    """`genjin_now()`: the transaction's time, shifted in the demo."""

    template = "genjin_now()"
    output_field = DateTimeField()


class NextRecordId(Func):
    """The next id of the one sequence that all records share."""

    template = "nextval('record_id')"
