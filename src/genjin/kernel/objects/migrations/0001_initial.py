"""The first tables of `objects`."""

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
            name="ObjectType",
            fields=[
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("labels", models.JSONField(default=dict)),
                ("is_shipped", models.BooleanField(db_default=True, default=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("definition", models.JSONField()),
                ("published_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("published_by", models.BigIntegerField(null=True)),
                (
                    "object_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forms", to="objects.objecttype"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("object_type", "version"), name="objects_form_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Field",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("kind", models.CharField(max_length=20)),
                ("labels", models.JSONField(default=dict)),
                ("is_required", models.BooleanField(db_default=False, default=False)),
                ("options", models.JSONField(default=list)),
                ("slot", models.CharField(db_default="", default="", max_length=2)),
                ("position", models.IntegerField(db_default=0, default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "object_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fields", to="objects.objecttype"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("object_type", "key"), name="objects_field_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("slot", ""), _negated=True),
                        fields=("object_type", "slot"),
                        name="objects_field_slot",
                    ),
                ],
            },
        ),
    ]
