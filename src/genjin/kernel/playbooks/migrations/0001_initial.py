"""The first tables of `playbooks`."""

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
            name="Install",
            fields=[
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=20)),
                ("sha256", models.CharField(max_length=64)),
                ("applied_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("applied_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("section", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("base", models.JSONField()),
                (
                    "install",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="playbooks.install"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("install", "section", "key"), name="playbooks_item_one")
                ],
            },
        ),
    ]
