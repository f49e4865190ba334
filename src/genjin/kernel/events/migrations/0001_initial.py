"""The first tables of `events`."""

from django.db import migrations, models

import genjin.kernel.jobs.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("object_key", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("shard", models.SmallIntegerField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("occurred_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("depth", models.SmallIntegerField(db_default=0, default=0)),
                ("caused_by", models.BigIntegerField(null=True)),
                ("payload", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("dedupe_key", models.CharField(max_length=160, unique=True)),
                ("drained_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("drained_at", None)), fields=["shard", "id"], name="events_event_todo"
                    ),
                    models.Index(fields=["object_key", "record_id", "id"], name="events_event_record"),
                ],
            },
        ),
        migrations.RunSQL(
            # Wakes the drains; a statement, not a row, so that an import of 100,000 rows wakes them once a batch.
            """
            create function events_wake() returns trigger language plpgsql as $$
            begin notify genjin_events; return null; end $$;
            create trigger events_wake after insert on events_event for each statement execute function events_wake();
            """,
            "drop function events_wake() cascade",
        ),
    ]
