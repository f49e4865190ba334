"""Each house lint finds what it is for, and leaves its neighbour alone."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import pytest
from tools.lint import (
    file_length,
    foreign_names,
    inline_markup,
    module_line,
    one_clock,
    scoped_reads,
    sql_text,
    write_door,
)
from tools.lint.source import Source

WEB = "src/genjin/web/today/views.py"
SALES = "src/genjin/sales/activity/record_visit.py"
DOOR = "src/genjin/kernel/records/write.py"
PAGE = "src/genjin/web/templates/today.html"
DOC = '"""What for."""\n'

BAD = [
    (file_length, SALES, DOC + "x = 1\n" * 600),
    (foreign_names, "Makefile", "cp ../" + "shared/look/tokens.css ."),
    (foreign_names, "frontend/.npmrc", "registry=https://registry." + "npmjs.org/"),
    (inline_markup, PAGE, "<script>alert(1)</script>"),
    (inline_markup, PAGE, '<p style="color: red">'),
    (inline_markup, PAGE, "<style>p {}</style>"),
    (inline_markup, PAGE, "<button onclick='go()'>"),
    (inline_markup, PAGE, '<a href="javascript:go()">'),
    (module_line, SALES, "x = 1\n"),
    (module_line, "src/genjin/sales/utils.py", DOC),
    (one_clock, SALES, "datetime.now()"),
    (one_clock, SALES, "datetime.datetime.now(UTC)"),
    (one_clock, SALES, "default=timezone.now"),
    (one_clock, SALES, "DateTimeField(auto_now_add=True)"),
    (scoped_reads, WEB, "Customer.objects.filter(id=1)"),
    (scoped_reads, WEB, "Customer.objects.all().visible_to(actor)"),
    (sql_text, SALES, 'cursor.execute(f"select * from {table}")'),
    (sql_text, SALES, 'cursor.execute("select * from sales_visit where id = %s" % id)'),
    (sql_text, SALES, 'text = "update {} set x = 1".format(table)'),
    (sql_text, SALES, 'text = "delete from sales_visit where " + condition'),
    (write_door, SALES, "Customer.objects.filter(id=1).update(name=name)"),
    (write_door, SALES, "Customer(name=name).save()"),
    (write_door, SALES, "customer.save()"),
    (write_door, WEB, "Visit.objects.bulk_create(rows)"),
]
GOOD = [
    (file_length, SALES, DOC + "x = 1\n" * 500),
    (foreign_names, "docs/architecture.md", "see ../" + "shared/DESIGN.md"),
    (inline_markup, PAGE, '<script type="module" src="/static/a.js"></script>'),
    (inline_markup, PAGE, '<script id="words" type="application/json">{}</script>'),
    (inline_markup, PAGE, "{# style= is forbidden here #}"),
    (inline_markup, PAGE, '<div x-bind:style="width">'),
    (module_line, SALES, DOC + "x = 1\n"),
    (module_line, "src/genjin/sales/__init__.py", ""),
    (one_clock, "src/genjin/kernel/jobs/clock.py", "datetime.now(UTC)"),
    (one_clock, SALES, "time.monotonic()"),
    (one_clock, SALES, "date.today()  # noqa: DTZ011 any clock will do, because …"),
    (scoped_reads, WEB, "Customer.objects.visible_to(actor).filter(id=1)"),
    (scoped_reads, SALES, "Customer.objects.filter(id=1)"),
    (sql_text, SALES, 'cursor.execute("select * from sales_visit where id = %s", [id])'),
    (sql_text, SALES, '_("Select {name} from the list").format(name=name)'),
    (sql_text, SALES, 'cursor.execute(f"select 1 from {TABLE}")  # noqa: S608 a constant of this module'),
    (sql_text, "src/genjin/kernel/records/door.py", 'f"insert into {table} values (1)"'),
    (write_door, DOOR, "Customer.objects.filter(id=1).update(name=name)"),
    (write_door, SALES, "values.update(name=name)"),
    (write_door, SALES, "Task.objects.create(title=title)"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_it_is_found(rule: ModuleType, path: str, text: str) -> None:
    assert list(rule.check(Source(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_it_is_left_alone(rule: ModuleType, path: str, text: str) -> None:
    assert not list(rule.check(Source(path, text)))


def test_the_write_door_knows_every_business_model() -> None:
    package = Path(__file__).resolve().parents[2] / "src" / "genjin"
    found = {
        node.name
        for path in package.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "BaseRecord" for base in node.bases)
    }
    assert found == write_door.BUSINESS_MODELS
