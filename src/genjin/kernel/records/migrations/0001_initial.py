"""The first tables of `records`."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import genjin.kernel.jobs.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
        ("objects", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor_id", models.BigIntegerField()),
                ("team_id", models.BigIntegerField(null=True)),
                ("object_key", models.CharField(max_length=60)),
                ("client_key", models.CharField(max_length=100)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("values", models.JSONField()),
                ("errors", models.JSONField(default=list)),
                ("refused", models.IntegerField(db_default=0, default=0)),
                ("local_day", models.DateField()),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("completed_id", models.BigIntegerField(null=True)),
                ("discarded_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("completed_id", None), ("discarded_at", None)),
                        fields=["object_key", "actor_id", "local_day"],
                        name="records_draft_open",
                    ),
                    models.Index(
                        condition=models.Q(("completed_id", None), ("discarded_at", None)),
                        fields=["object_key", "subject_id"],
                        name="records_draft_subject",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("actor_id", "object_key", "client_key"), name="records_draft_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60)),
                ("object_key", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("episode_id", models.BigIntegerField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=300)),
                ("backlog", models.BooleanField(db_default=False, default=False)),
                ("entered_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("left_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("left_at", None)), fields=["key", "record_id"], name="records_flag_open"
                    ),
                    models.Index(fields=["object_key", "record_id", "-entered_at"], name="records_flag_record"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("object_key", "record_id", "key"),
                        name="records_flag_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=60)),
                ("from_object", models.CharField(max_length=60)),
                ("from_id", models.BigIntegerField()),
                ("to_object", models.CharField(max_length=60)),
                ("to_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["to_object", "to_id", "field"], name="records_link_back")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("from_object", "from_id", "field", "to_id"), name="records_link_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("owner_id", models.BigIntegerField()),
                ("object_key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("definition", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "object_key", "name"), name="records_view_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_key", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField(db_default="", default="")),
                ("initials", models.CharField(db_default="", default="", max_length=200)),
                ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="records_search_grams")],
                "constraints": [
                    models.UniqueConstraint(fields=("object_key", "record_id"), name="records_search_record")
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        db_default=genjin.kernel.jobs.sql.NextRecordId(), primary_key=True, serialize=False
                    ),
                ),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("custom", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("merged_into_id", models.BigIntegerField(blank=True, null=True)),
                ("n1", models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True)),
                ("n2", models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True)),
                ("t1", models.CharField(blank=True, max_length=200, null=True)),
                ("t2", models.CharField(blank=True, max_length=200, null=True)),
                ("d1", models.DateTimeField(blank=True, null=True)),
                ("d2", models.DateTimeField(blank=True, null=True)),
                ("u1", models.CharField(blank=True, max_length=200, null=True)),
                ("title", models.CharField(db_default="", default="", max_length=200)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "object_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="objects.objecttype",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["object_type", "owner", "id"], name="records_record_owner")],
            },
        ),
    ]
