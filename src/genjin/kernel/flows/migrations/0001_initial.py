"""The first tables of `flows`."""

import django.db.models.deletion
from django.db import migrations, models

import genjin.kernel.jobs.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("watch_version", models.IntegerField()),
                ("object_key", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("entered_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("left_at", models.DateTimeField(null=True)),
                ("backlog", models.BooleanField(db_default=False, default=False)),
                ("released_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=300)),
                ("facts", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("labels", models.JSONField(default=dict)),
                ("object_key", models.CharField(max_length=60)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("definition", models.JSONField()),
                ("is_on", models.BooleanField(db_default=True, default=True)),
                ("switched_on_at", models.DateTimeField(null=True)),
                ("evaluated_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StepRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=160, unique=True)),
                ("step", models.CharField(max_length=60)),
                ("step_version", models.SmallIntegerField(db_default=1, default=1)),
                ("object_key", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("done", "Done"), ("wait", "Wait"), ("failed", "Failed"), ("undone", "Undone")],
                        max_length=10,
                    ),
                ),
                ("effect", models.JSONField(default=dict)),
                ("error", models.TextField(db_default="", default="")),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                (
                    "episode",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="flows.episode"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="episode",
            name="watch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="episodes", to="flows.watch"
            ),
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(fields=["object_key", "record_id", "-id"], name="flows_episode_record"),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)), fields=("watch", "record_id"), name="flows_episode_one_open"
            ),
        ),
    ]
