"""The first tables of `jobs`."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # One sequence for all records, so that an id means one thing in the whole company.
        migrations.RunSQL("create sequence record_id start 1000", "drop sequence record_id"),
        migrations.CreateModel(
            name="ClockShift",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("shift", models.DurationField()),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("window_start", models.DateTimeField()),
                ("count", models.IntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField(db_index=True)),
                ("payload", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("attempts", models.SmallIntegerField(db_default=0, default=0)),
                ("last_error", models.TextField(db_default="", default="")),
            ],
        ),
        migrations.CreateModel(
            name="Once",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=200)),
                ("route", models.CharField(max_length=120)),
                ("body_hash", models.BinaryField(max_length=32)),
                ("status", models.SmallIntegerField()),
                ("answer", models.JSONField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="jobs_once_age")],
                "constraints": [models.UniqueConstraint(fields=("actor_id", "key"), name="jobs_once_key")],
            },
        ),
        migrations.RunSQL(
            # Stable and inlined: `now()` unless the demo's clock was moved.
            "create function genjin_now() returns timestamptz language sql stable as"
            " 'select now() + coalesce((select shift from jobs_clockshift limit 1), interval ''0'')'",
            "drop function genjin_now()",
        ),
    ]
