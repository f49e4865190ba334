"""The first tables of `evidence`."""

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
            name="File",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        db_default=genjin.kernel.jobs.sql.NextRecordId(), primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=20)),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("captured_at", models.DateTimeField(null=True)),
                ("dhash", models.BigIntegerField(null=True)),
                ("findings", models.JSONField(default=list)),
                ("storage_path", models.CharField(max_length=200)),
                ("thumbnail_path", models.CharField(db_default="", default="", max_length=200)),
                ("uploaded_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
            ],
            options={
                "indexes": [models.Index(fields=["uploaded_by_id", "-created_at"], name="evidence_file_by")],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("size_bytes", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("received", models.BigIntegerField(db_default=0, default=0)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="evidence.file"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FileUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_key", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("role", models.CharField(max_length=30)),
                ("sha256", models.CharField(max_length=64)),
                ("used_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="evidence.file"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="evidence_fileuse_sha")],
                "constraints": [
                    models.UniqueConstraint(fields=("object_key", "record_id", "file"), name="evidence_fileuse_one")
                ],
            },
        ),
    ]
