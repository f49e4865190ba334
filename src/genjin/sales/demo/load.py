"""Loads the demo company into an empty database: simulated, drawn, judged by the product's judge, written by COPY."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import translation

from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.objects.checks import rules
from genjin.kernel.people.actor import config_version
from genjin.kernel.people.models import Company
from genjin.kernel.playbooks.apply import ensure_applied
from genjin.kernel.records.write_many import entry_texts
from genjin.lib.text.names import name_key
from genjin.lib.text.pinyin import initials, sort_key
from genjin.sales.demo import ledger
from genjin.sales.demo.follow_up_rows import FollowUpRows
from genjin.sales.demo.people import Staff, add_staff
from genjin.sales.demo.photographs import Darkroom
from genjin.sales.demo.simulate import simulate
from genjin.sales.demo.trades import BY_KEY
from genjin.sales.demo.verdicts import Bench, Judged
from genjin.sales.demo.world import COMPANY_ZONE, SEED, Size, World

_TABLES = (
    "sales_customer", "sales_contact", "sales_visit", "sales_pastfollowup", "sales_interaction", "records_searchentry",
    "records_link", "records_draft", "work_task", "evidence_file", "evidence_fileuse", "records_flag", "flows_episode",
)  # fmt: skip

_CUSTOMER_COLUMNS = {
    "id": "bigint", "name": "text", "name_key": "text", "name_sort": "text", "name_initials": "text", "phone": "text",
    "uscc": "text", "customer_class": "text", "address": "text", "industry": "text", "status": "text",
    "value": "numeric", "assigned_at": "timestamptz", "no_photo": "text", "last_valid_at": "timestamptz",
    "last_visit_at": "timestamptz", "owner_id": "bigint", "team_id": "bigint", "created_by_id": "bigint",
    "created_at": "timestamptz", "updated_at": "timestamptz",
}  # fmt: skip
_CONTACT_COLUMNS = {
    "id": "bigint", "customer_id": "bigint", "name": "text", "title": "text", "phone": "text", "buying_role": "text",
    "owner_id": "bigint", "team_id": "bigint", "created_by_id": "bigint", "created_at": "timestamptz",
    "updated_at": "timestamptz",
}  # fmt: skip


def load_if_empty(kind: Size) -> bool:
    """Load the demo company unless there is a company already; whether it did."""
    if Company.objects.exists():
        return False
    load(kind, clock.now())
    return True


def load(kind: Size, now: datetime) -> World:
    """Simulate the company up to `now` and write it: all of it or nothing."""
    world = simulate(kind, now)
    with Darkroom(world.photos, SEED) as darkroom, translation.override("zh-hans"), transaction.atomic():
        _Loader(world, darkroom).load()
    _evaluate_the_watch(world)
    return world


#: No more customers than this is the small company.
SMALL = 1000


def _evaluate_the_watch(world: World) -> None:
    """Switched on some nights ago: who was silent by then is 存量, who falls silent since makes a task. In the small
    company few do, so it was switched on earlier there."""
    nights = 1 if len(world.customers) > SMALL else 5
    for day in (world.today - timedelta(days=nights), world.today):
        evaluate("silent_customer", as_of=day)
    with connection.cursor() as cursor:
        cursor.execute("select gin_clean_pending_list('records_search_grams'::regclass)")
        for table in _TABLES:
            cursor.execute(f"analyze {table}")


class _Loader:
    def __init__(self, world: World, darkroom: Darkroom) -> None:
        self._world = world
        self._darkroom = darkroom

    def load(self) -> None:
        """In the order of references."""
        world = self._world
        staff = add_staff(world)
        ensure_applied()
        customers = dict(zip((c.key for c in world.customers), ledger.take_ids(len(world.customers)), strict=True))
        contacts = dict(zip((c.key for c in world.contacts), ledger.take_ids(len(world.contacts)), strict=True))
        records = sorted(world.follow_ups, key=lambda record: (record.recorded_at, record.key))
        interactions = dict(zip((r.key for r in records), ledger.take_ids(len(records)), strict=True))
        bench = Bench(world, rules("visit", config_version()), customers=customers, authors=staff.ids)
        verdicts = bench.judge((record, interactions[record.key]) for record in records)
        self._put_customers(staff, customers, verdicts)
        self._put_contacts(staff, customers, contacts)
        rows = FollowUpRows(world, staff, customers, contacts, interactions, verdicts)
        rows.put(self._darkroom.kept())

    def _put_customers(self, staff: Staff, ids: dict[int, int], verdicts: dict[int, Judged]) -> None:
        valid_at: dict[int, datetime] = {}
        visit_at: dict[int, datetime] = {}
        for record in self._world.follow_ups:
            if verdicts[record.key].is_valid:
                valid_at[record.customer] = record.occurred_at
            if record.kind == "visit":
                visit_at[record.customer] = record.occurred_at
        ledger.put_records(
            "customer", _CUSTOMER_COLUMNS, self._customer_rows(staff, ids, valid_at, visit_at), has_entry=True
        )

    def _customer_rows(
        self, staff: Staff, ids: dict[int, int], valid_at: dict[int, datetime], visit_at: dict[int, datetime]
    ) -> Iterator[dict[str, Any]]:
        for customer in self._world.customers:
            letters = initials(customer.name)[:200]
            phone = customer.phone or None
            assigned_at = datetime.combine(customer.assigned_on, time(9), COMPANY_ZONE)
            yield {
                "id": ids[customer.key],
                "name": customer.name,
                "name_key": name_key(customer.name)[:200],
                "name_sort": sort_key(customer.name)[:200],
                "name_initials": letters,
                "phone": phone,
                "uscc": customer.uscc or None,
                "customer_class": customer.rank,
                "address": customer.address,
                "industry": BY_KEY[customer.trade].label,
                "status": "won" if customer.is_won else "active",
                "value": customer.value,
                "assigned_at": assigned_at,
                "no_photo": "confirmed" if customer.photo_forbidden else "none",
                "last_valid_at": valid_at.get(customer.key),
                "last_visit_at": visit_at.get(customer.key),
                **_owned(staff, customer.owner, assigned_at),
                **_entry(entry_texts(customer.name, letters, (phone or "",))),
            }

    def _put_contacts(self, staff: Staff, customers: dict[int, int], ids: dict[int, int]) -> None:
        owners = {customer.key: customer for customer in self._world.customers}
        rows = []
        for contact in self._world.contacts:
            customer = owners[contact.customer]
            met_at = datetime.combine(customer.assigned_on, time(9, 30), COMPANY_ZONE)
            rows.append(
                {
                    "id": ids[contact.key],
                    "customer_id": customers[contact.customer],
                    "name": contact.name,
                    "title": contact.title,
                    "phone": contact.phone,
                    "buying_role": contact.buying_role,
                    **_owned(staff, customer.owner, met_at),
                    **_entry(entry_texts(contact.name, initials(contact.name), (contact.phone, contact.title))),
                }
            )
        ledger.put_records("contact", _CONTACT_COLUMNS, rows, has_entry=True)


def _owned(staff: Staff, owner: str, at: datetime) -> dict[str, Any]:
    return {
        "owner_id": staff.ids[owner],
        "team_id": staff.teams[owner],
        "created_by_id": staff.ids[owner],
        "created_at": at,
        "updated_at": at,
    }


def _entry(texts: tuple[str, str, str, str]) -> dict[str, str]:
    return dict(zip(ledger.ENTRY_COLUMNS, texts, strict=True))
