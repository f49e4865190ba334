"""The schema of short-lived staging tables: unlogged, dropped when their run ends."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]
    operations = [migrations.RunSQL("create schema if not exists scratch", migrations.RunSQL.noop)]
