"""The first tables of `work`."""

from django.db import migrations, models

import genjin.kernel.jobs.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        db_default=genjin.kernel.jobs.sql.NextRecordId(), primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("owner_id", models.BigIntegerField()),
                ("team_id", models.BigIntegerField(null=True)),
                ("object_key", models.CharField(db_default="", default="", max_length=60)),
                ("record_id", models.BigIntegerField(null=True)),
                ("source_object", models.CharField(db_default="", default="", max_length=60)),
                ("source_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("started", "Started"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(db_default="", default="", max_length=300)),
                ("value", models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ("due_on", models.DateField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("started_at", models.DateTimeField(null=True)),
                ("first_response_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("response", models.TextField(db_default="", default="")),
                ("result", models.TextField(db_default="", default="")),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["open", "started"])),
                        fields=["owner_id", "due_at", "id"],
                        name="work_task_inbox",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["open", "started"]),
                            models.Q(("owner_id", models.F("created_by_id")), _negated=True),
                        ),
                        fields=["created_by_id", "due_at", "id"],
                        name="work_task_asked",
                    ),
                    models.Index(fields=["object_key", "record_id", "-id"], name="work_task_record"),
                    models.Index(fields=["owner_id", "-id"], name="work_task_owner"),
                    models.Index(fields=["team_id", "-id"], name="work_task_team"),
                    models.Index(fields=["source_object", "source_id"], name="work_task_source"),
                ],
            },
        ),
    ]
