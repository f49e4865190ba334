"""The first tables of `imports`."""

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
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_key", models.CharField(max_length=60)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=300)),
                ("shape", models.CharField(db_default="", default="", max_length=64)),
                ("sheet", models.CharField(db_default="", default="", max_length=120)),
                ("header_row", models.IntegerField(db_default=0, default=0)),
                ("headers", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("default_owner_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("mapped", "Mapped"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        db_default="uploaded",
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("error", models.TextField(db_default="", default="")),
                ("total", models.IntegerField(db_default=0, default=0)),
                ("parsed", models.IntegerField(db_default=0, default=0)),
                ("done_line", models.IntegerField(db_default=0, default=0)),
                ("counts", models.JSONField(default=dict)),
                ("error_file", models.CharField(db_default="", default="", max_length=300)),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Mapping",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_key", models.CharField(max_length=60)),
                ("shape", models.CharField(max_length=64)),
                ("mapping", models.JSONField()),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("object_key", "shape"), name="imports_mapping_shape")],
            },
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_key", models.CharField(max_length=60)),
                ("fingerprint", models.BinaryField(max_length=16)),
                ("record_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("object_key", "fingerprint"), name="imports_seen_one")],
            },
        ),
        migrations.CreateModel(
            name="MergeProposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_key", models.CharField(max_length=60)),
                ("row", models.IntegerField(db_default=0, default=0)),
                ("incoming", models.JSONField()),
                ("candidates", models.JSONField(default=list)),
                ("keys", models.JSONField(default=list)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("same", "Same: merged"),
                            ("other", "Different: added"),
                            ("dropped", "Dropped"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("fingerprint", models.BinaryField(max_length=16, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="imports.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["object_key", "state", "id"], name="imports_proposal_open")],
                "constraints": [
                    models.UniqueConstraint(fields=("object_key", "fingerprint"), name="imports_proposal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RowError",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.IntegerField()),
                ("column", models.CharField(db_default="", default="", max_length=200)),
                ("field", models.CharField(db_default="", default="", max_length=60)),
                ("code", models.CharField(max_length=60)),
                ("message", models.CharField(max_length=400)),
                ("cells", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="errors", to="imports.importrun"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "row"], name="imports_rowerror_run")],
            },
        ),
    ]
