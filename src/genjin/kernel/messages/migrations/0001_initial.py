"""The first tables of `messages`."""

from django.db import migrations, models

import genjin.kernel.jobs.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("recipient_id", models.BigIntegerField()),
                ("sender_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField(db_default="", default="")),
                ("object_key", models.CharField(db_default="", default="", max_length=60)),
                ("record_id", models.BigIntegerField(null=True)),
                ("evidence", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("read_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["recipient_id", "-id"], name="messages_message_inbox")],
            },
        ),
    ]
