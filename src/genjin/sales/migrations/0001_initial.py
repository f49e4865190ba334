"""The first tables of `sales`."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import genjin.kernel.jobs.sql
from genjin.kernel.records.history import PartitionByMonth


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
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
                ("name", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, db_default="", default="", max_length=120)),
                ("phone", models.CharField(blank=True, max_length=24, null=True)),
                ("phone_ext", models.CharField(blank=True, db_default="", default="", max_length=10)),
                (
                    "buying_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decider", "Decider"),
                            ("influencer", "Influencer"),
                            ("user", "User"),
                            ("buyer", "Buyer"),
                            ("technical", "Technical"),
                            ("gatekeeper", "Gatekeeper"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="Customer",
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
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                ("name_sort", models.CharField(db_default="", default="", max_length=200)),
                ("name_initials", models.CharField(db_default="", default="", max_length=200)),
                ("phone", models.CharField(blank=True, max_length=24, null=True)),
                ("phone_ext", models.CharField(blank=True, db_default="", default="", max_length=10)),
                ("uscc", models.CharField(blank=True, max_length=18, null=True)),
                (
                    "customer_class",
                    models.CharField(
                        blank=True, choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], max_length=1, null=True
                    ),
                ),
                ("address", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("industry", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("won", "Won, in delivery"),
                            ("pool", "Public pool"),
                            ("blacklisted", "Blacklisted"),
                        ],
                        db_default="active",
                        default="active",
                        max_length=12,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "no_photo",
                    models.CharField(
                        choices=[
                            ("none", "Photos allowed"),
                            ("asked", "No photos: asked"),
                            ("confirmed", "No photos: confirmed"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=10,
                    ),
                ),
                ("last_valid_at", models.DateTimeField(blank=True, null=True)),
                ("last_visit_at", models.DateTimeField(blank=True, null=True)),
                (
                    "silent_since",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "last_valid_at", "assigned_at", "created_at"
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="ContactHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField(db_default=genjin.kernel.jobs.sql.NextRecordId(), serialize=False)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("custom", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("merged_into_id", models.BigIntegerField(blank=True, null=True)),
                ("name", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, db_default="", default="", max_length=120)),
                ("phone", models.CharField(blank=True, max_length=24, null=True)),
                ("phone_ext", models.CharField(blank=True, db_default="", default="", max_length=10)),
                (
                    "buying_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decider", "Decider"),
                            ("influencer", "Influencer"),
                            ("user", "User"),
                            ("buyer", "Buyer"),
                            ("technical", "Technical"),
                            ("gatekeeper", "Gatekeeper"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="sales.contact",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="sales.customer",
                    ),
                ),
            ],
            options={
                "db_table": "sales_contact_history",
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="sales.customer",
            ),
        ),
        migrations.CreateModel(
            name="CustomerHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField(db_default=genjin.kernel.jobs.sql.NextRecordId(), serialize=False)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("custom", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("merged_into_id", models.BigIntegerField(blank=True, null=True)),
                ("name", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=24, null=True)),
                ("phone_ext", models.CharField(blank=True, db_default="", default="", max_length=10)),
                ("uscc", models.CharField(blank=True, max_length=18, null=True)),
                (
                    "customer_class",
                    models.CharField(
                        blank=True, choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], max_length=1, null=True
                    ),
                ),
                ("address", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("industry", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("won", "Won, in delivery"),
                            ("pool", "Public pool"),
                            ("blacklisted", "Blacklisted"),
                        ],
                        db_default="active",
                        default="active",
                        max_length=12,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "no_photo",
                    models.CharField(
                        choices=[
                            ("none", "Photos allowed"),
                            ("asked", "No photos: asked"),
                            ("confirmed", "No photos: confirmed"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="sales.customer",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "db_table": "sales_customer_history",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Interaction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        db_default=genjin.kernel.jobs.sql.NextRecordId(), primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=30)),
                ("source_id", models.BigIntegerField()),
                ("side", models.CharField(db_default="rep", default="rep", max_length=8)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("owner_then_id", models.BigIntegerField(null=True)),
                ("team_then_id", models.BigIntegerField(null=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("eff_chars", models.IntegerField(db_default=0, default=0)),
                ("novel_chars", models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=9)),
                ("evidence_units", models.SmallIntegerField(db_default=0, default=0)),
                ("need_type", models.CharField(max_length=12, null=True)),
                ("next_task_id", models.BigIntegerField(null=True)),
                ("next_due_on", models.DateField(null=True)),
                ("is_valid", models.BooleanField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
                    ),
                ),
                ("rule_version", models.IntegerField(db_default=0, default=0)),
                ("body", models.TextField(db_default="", default="")),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="sales.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PastFollowUp",
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
                ("author_name", models.CharField(db_default="", default="", max_length=80)),
                ("kind", models.CharField(db_default="", default="", max_length=40)),
                ("text", models.TextField(db_default="", default="")),
                (
                    "attachments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), db_default=[], default=list, size=None
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("local_day", models.DateField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.user",
                    ),
                ),
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
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_follow_ups",
                        to="sales.customer",
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
        ),
        migrations.CreateModel(
            name="PastFollowUpHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField(db_default=genjin.kernel.jobs.sql.NextRecordId(), serialize=False)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("custom", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("merged_into_id", models.BigIntegerField(blank=True, null=True)),
                ("author_name", models.CharField(db_default="", default="", max_length=80)),
                ("kind", models.CharField(db_default="", default="", max_length=40)),
                ("text", models.TextField(db_default="", default="")),
                (
                    "attachments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), db_default=[], default=list, size=None
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("local_day", models.DateField()),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="sales.customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="sales.pastfollowup",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "db_table": "sales_pastfollowup_history",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("rule_version", models.IntegerField()),
                ("is_valid", models.BooleanField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="sales.interaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
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
                (
                    "need_type",
                    models.CharField(
                        choices=[
                            ("price", "Price"),
                            ("technical", "Technical"),
                            ("delivery", "Delivery"),
                            ("service", "Service"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                ("text", models.TextField(db_default="", default="")),
                ("quotes", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                ("next_text", models.CharField(db_default="", default="", max_length=300)),
                ("next_due_on", models.DateField(null=True)),
                ("next_task_id", models.BigIntegerField(null=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("check_in_lat", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("check_in_lon", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("check_in_accuracy_m", models.IntegerField(null=True)),
                ("check_in_crs", models.CharField(db_default="", default="", max_length=6)),
                ("is_valid", models.BooleanField(db_default=False, default=False)),
                ("findings", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                ("rule_version", models.IntegerField(db_default=0, default=0)),
                ("origin", models.CharField(db_default="form", default="form", max_length=10)),
                ("client_key", models.CharField(db_default="", default="", max_length=100)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.contact",
                    ),
                ),
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
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="sales.customer",
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
        ),
        migrations.CreateModel(
            name="VisitHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField(db_default=genjin.kernel.jobs.sql.NextRecordId(), serialize=False)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("updated_at", models.DateTimeField(db_default=genjin.kernel.jobs.sql.DbNow())),
                ("custom", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("merged_into_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "need_type",
                    models.CharField(
                        choices=[
                            ("price", "Price"),
                            ("technical", "Technical"),
                            ("delivery", "Delivery"),
                            ("service", "Service"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                ("text", models.TextField(db_default="", default="")),
                ("quotes", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                ("next_text", models.CharField(db_default="", default="", max_length=300)),
                ("next_due_on", models.DateField(null=True)),
                ("next_task_id", models.BigIntegerField(null=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("check_in_lat", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("check_in_lon", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("check_in_accuracy_m", models.IntegerField(null=True)),
                ("check_in_crs", models.CharField(db_default="", default="", max_length=6)),
                ("is_valid", models.BooleanField(db_default=False, default=False)),
                ("findings", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                ("rule_version", models.IntegerField(db_default=0, default=0)),
                ("origin", models.CharField(db_default="form", default="form", max_length=10)),
                ("client_key", models.CharField(db_default="", default="", max_length=100)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="sales.contact",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="sales.customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="sales.visit",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "db_table": "sales_visit_history",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["owner", "silent_since", "id"],
                name="sales_customer_owner_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["team", "silent_since", "id"],
                name="sales_customer_team_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["silent_since", "id"], name="sales_customer_silent"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["owner", "name_sort", "id"],
                name="sales_customer_owner_name",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["team", "name_sort", "id"],
                name="sales_customer_team_name",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["name_sort", "id"], name="sales_customer_name"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["owner", "id"], name="sales_customer_owner_id"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["team", "id"], name="sales_customer_team_id"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["name_key"], name="sales_customer_name_key"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("phone__isnull", False)),
                fields=["phone"],
                name="sales_customer_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("uscc__isnull", False)),
                fields=["uscc"],
                name="sales_customer_uscc",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("n1__isnull", False)),
                fields=["n1", "id"],
                name="sales_customer_n1",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("n2__isnull", False)),
                fields=["n2", "id"],
                name="sales_customer_n2",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("t1__isnull", False)),
                fields=["t1", "id"],
                name="sales_customer_t1",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("t2__isnull", False)),
                fields=["t2", "id"],
                name="sales_customer_t2",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("d1__isnull", False)),
                fields=["d1", "id"],
                name="sales_customer_d1",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("d2__isnull", False)),
                fields=["d2", "id"],
                name="sales_customer_d2",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("u1__isnull", False)),
                fields=["u1", "id"],
                name="sales_customer_u1",
            ),
        ),
        PartitionByMonth("sales_customer_history"),
        PartitionByMonth("sales_contact_history"),
        PartitionByMonth("sales_visit_history"),
        PartitionByMonth("sales_pastfollowup_history"),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_customer_history" ("address", "assigned_at", "created_at", "created_by_id", "custom", "customer_class", "deleted_at", "id", "industry", "merged_into_id", "name", "no_photo", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_ext", "status", "team_id", "updated_at", "uscc", "value", "version") SELECT new_values."address", new_values."assigned_at", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_class", new_values."deleted_at", new_values."id", new_values."industry", new_values."merged_into_id", new_values."name", new_values."no_photo", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'insert\', new_values."id", new_values."phone", new_values."phone_ext", new_values."status", new_values."team_id", new_values."updated_at", new_values."uscc", new_values."value", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5e81a620d86c2be2542ae11e315e067e13e8a27a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_45ddf",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="sales_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_customer_history" ("address", "assigned_at", "created_at", "created_by_id", "custom", "customer_class", "deleted_at", "id", "industry", "merged_into_id", "name", "no_photo", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_ext", "status", "team_id", "updated_at", "uscc", "value", "version") SELECT new_values."address", new_values."assigned_at", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_class", new_values."deleted_at", new_values."id", new_values."industry", new_values."merged_into_id", new_values."name", new_values."no_photo", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'update\', new_values."id", new_values."phone", new_values."phone_ext", new_values."status", new_values."team_id", new_values."updated_at", new_values."uscc", new_values."value", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."assigned_at" IS DISTINCT FROM (new_values."assigned_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."custom" IS DISTINCT FROM (new_values."custom") OR old_values."customer_class" IS DISTINCT FROM (new_values."customer_class") OR old_values."deleted_at" IS DISTINCT FROM (new_values."deleted_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."industry" IS DISTINCT FROM (new_values."industry") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."no_photo" IS DISTINCT FROM (new_values."no_photo") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."phone_ext" IS DISTINCT FROM (new_values."phone_ext") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."uscc" IS DISTINCT FROM (new_values."uscc") OR old_values."value" IS DISTINCT FROM (new_values."value") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="44919c848b1be6eff4bc9eeaf7ede3dc71b11663",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ea535",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="sales_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_customer_history" ("address", "assigned_at", "created_at", "created_by_id", "custom", "customer_class", "deleted_at", "id", "industry", "merged_into_id", "name", "no_photo", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_ext", "status", "team_id", "updated_at", "uscc", "value", "version") SELECT old_values."address", old_values."assigned_at", old_values."created_at", old_values."created_by_id", old_values."custom", old_values."customer_class", old_values."deleted_at", old_values."id", old_values."industry", old_values."merged_into_id", old_values."name", old_values."no_photo", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'delete\', old_values."id", old_values."phone", old_values."phone_ext", old_values."status", old_values."team_id", old_values."updated_at", old_values."uscc", old_values."value", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a77f6c57a72c2f387a9c6aa26865fdc6c69c8c5d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e730b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="sales_customer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["customer", "id"], name="sales_contact_customer"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["owner", "id"], name="sales_contact_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["team", "id"], name="sales_contact_team"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_contact_history" ("buying_role", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "id", "merged_into_id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_ext", "team_id", "title", "updated_at", "version") SELECT new_values."buying_role", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_id", new_values."deleted_at", new_values."id", new_values."merged_into_id", new_values."name", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'insert\', new_values."id", new_values."phone", new_values."phone_ext", new_values."team_id", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="847ebc5fa97846a427663575eb7875ecad48de8d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b1233",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="sales_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_contact_history" ("buying_role", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "id", "merged_into_id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_ext", "team_id", "title", "updated_at", "version") SELECT new_values."buying_role", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_id", new_values."deleted_at", new_values."id", new_values."merged_into_id", new_values."name", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'update\', new_values."id", new_values."phone", new_values."phone_ext", new_values."team_id", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."buying_role" IS DISTINCT FROM (new_values."buying_role") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."custom" IS DISTINCT FROM (new_values."custom") OR old_values."customer_id" IS DISTINCT FROM (new_values."customer_id") OR old_values."deleted_at" IS DISTINCT FROM (new_values."deleted_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."phone_ext" IS DISTINCT FROM (new_values."phone_ext") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b80d840ebe71e36ab7fc187d275ee1f1309a8f5c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a1173",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="sales_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_contact_history" ("buying_role", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "id", "merged_into_id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_ext", "team_id", "title", "updated_at", "version") SELECT old_values."buying_role", old_values."created_at", old_values."created_by_id", old_values."custom", old_values."customer_id", old_values."deleted_at", old_values."id", old_values."merged_into_id", old_values."name", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'delete\', old_values."id", old_values."phone", old_values."phone_ext", old_values."team_id", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2956001714b05a96a67ffce3db27bf76511238e8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_21d77",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="sales_contact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(fields=["actor_id", "-recorded_at"], name="sales_interaction_actor"),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(fields=["customer", "-occurred_at"], name="sales_interaction_cust"),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                condition=models.Q(("is_valid", True), ("voided_at", None)),
                fields=["customer", "-occurred_at"],
                name="sales_interaction_valid",
            ),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                fields=["source", "local_day"],
                include=("actor_id", "is_valid", "recorded_at", "voided_at", "team_then_id", "source_id"),
                name="sales_interaction_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.UniqueConstraint(fields=("source", "source_id"), name="sales_interaction_source"),
        ),
        migrations.AddIndex(
            model_name="pastfollowup",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["customer", "-occurred_at", "-id"],
                name="sales_past_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="pastfollowup",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["owner", "id"], name="sales_past_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="pastfollowup",
            index=models.Index(condition=models.Q(("deleted_at", None)), fields=["team", "id"], name="sales_past_team"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pastfollowup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_pastfollowup_history" ("attachments", "author_id", "author_name", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "id", "kind", "local_day", "merged_into_id", "occurred_at", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "text", "updated_at", "version") SELECT new_values."attachments", new_values."author_id", new_values."author_name", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_id", new_values."deleted_at", new_values."id", new_values."kind", new_values."local_day", new_values."merged_into_id", new_values."occurred_at", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'insert\', new_values."id", new_values."team_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="18762ceba26c24f01b053790887e23cdb1836ec7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_384ef",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="sales_pastfollowup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pastfollowup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_pastfollowup_history" ("attachments", "author_id", "author_name", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "id", "kind", "local_day", "merged_into_id", "occurred_at", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "text", "updated_at", "version") SELECT new_values."attachments", new_values."author_id", new_values."author_name", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_id", new_values."deleted_at", new_values."id", new_values."kind", new_values."local_day", new_values."merged_into_id", new_values."occurred_at", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'update\', new_values."id", new_values."team_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."attachments" IS DISTINCT FROM (new_values."attachments") OR old_values."author_id" IS DISTINCT FROM (new_values."author_id") OR old_values."author_name" IS DISTINCT FROM (new_values."author_name") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."custom" IS DISTINCT FROM (new_values."custom") OR old_values."customer_id" IS DISTINCT FROM (new_values."customer_id") OR old_values."deleted_at" IS DISTINCT FROM (new_values."deleted_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."local_day" IS DISTINCT FROM (new_values."local_day") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."occurred_at" IS DISTINCT FROM (new_values."occurred_at") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."text" IS DISTINCT FROM (new_values."text") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d46e2a2155ef323dc12f2d1abd790eacb04e3fa3",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7fc90",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="sales_pastfollowup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pastfollowup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_pastfollowup_history" ("attachments", "author_id", "author_name", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "id", "kind", "local_day", "merged_into_id", "occurred_at", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "text", "updated_at", "version") SELECT old_values."attachments", old_values."author_id", old_values."author_name", old_values."created_at", old_values."created_by_id", old_values."custom", old_values."customer_id", old_values."deleted_at", old_values."id", old_values."kind", old_values."local_day", old_values."merged_into_id", old_values."occurred_at", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'delete\', old_values."id", old_values."team_id", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="bb441a805c19207e16ab4f85687aeda46a2cae20",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7e6ca",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="sales_pastfollowup",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(fields=("interaction", "rule_version"), name="sales_verdict_version"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["customer", "-occurred_at", "-id"],
                name="sales_visit_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["owner", "-occurred_at", "-id"],
                name="sales_visit_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["team", "-occurred_at", "-id"],
                name="sales_visit_team",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["-occurred_at", "-id"], name="sales_visit_all"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["author", "-occurred_at", "-id"],
                name="sales_visit_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_key", ""), _negated=True),
                fields=("author", "client_key"),
                name="sales_visit_client_key",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_visit_history" ("author_id", "check_in_accuracy_m", "check_in_crs", "check_in_lat", "check_in_lon", "client_key", "contact_id", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "findings", "id", "is_valid", "local_day", "merged_into_id", "need_type", "next_due_on", "next_task_id", "next_text", "occurred_at", "origin", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quotes", "recorded_at", "rule_version", "team_id", "text", "updated_at", "version") SELECT new_values."author_id", new_values."check_in_accuracy_m", new_values."check_in_crs", new_values."check_in_lat", new_values."check_in_lon", new_values."client_key", new_values."contact_id", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_id", new_values."deleted_at", new_values."findings", new_values."id", new_values."is_valid", new_values."local_day", new_values."merged_into_id", new_values."need_type", new_values."next_due_on", new_values."next_task_id", new_values."next_text", new_values."occurred_at", new_values."origin", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'insert\', new_values."id", new_values."quotes", new_values."recorded_at", new_values."rule_version", new_values."team_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="67d80a4147d0c7ae2df519f25b319ee77649f79b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ac00c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="sales_visit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_visit_history" ("author_id", "check_in_accuracy_m", "check_in_crs", "check_in_lat", "check_in_lon", "client_key", "contact_id", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "findings", "id", "is_valid", "local_day", "merged_into_id", "need_type", "next_due_on", "next_task_id", "next_text", "occurred_at", "origin", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quotes", "recorded_at", "rule_version", "team_id", "text", "updated_at", "version") SELECT new_values."author_id", new_values."check_in_accuracy_m", new_values."check_in_crs", new_values."check_in_lat", new_values."check_in_lon", new_values."client_key", new_values."contact_id", new_values."created_at", new_values."created_by_id", new_values."custom", new_values."customer_id", new_values."deleted_at", new_values."findings", new_values."id", new_values."is_valid", new_values."local_day", new_values."merged_into_id", new_values."need_type", new_values."next_due_on", new_values."next_task_id", new_values."next_text", new_values."occurred_at", new_values."origin", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'update\', new_values."id", new_values."quotes", new_values."recorded_at", new_values."rule_version", new_values."team_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."author_id" IS DISTINCT FROM (new_values."author_id") OR old_values."check_in_accuracy_m" IS DISTINCT FROM (new_values."check_in_accuracy_m") OR old_values."check_in_crs" IS DISTINCT FROM (new_values."check_in_crs") OR old_values."check_in_lat" IS DISTINCT FROM (new_values."check_in_lat") OR old_values."check_in_lon" IS DISTINCT FROM (new_values."check_in_lon") OR old_values."client_key" IS DISTINCT FROM (new_values."client_key") OR old_values."contact_id" IS DISTINCT FROM (new_values."contact_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."custom" IS DISTINCT FROM (new_values."custom") OR old_values."customer_id" IS DISTINCT FROM (new_values."customer_id") OR old_values."deleted_at" IS DISTINCT FROM (new_values."deleted_at") OR old_values."findings" IS DISTINCT FROM (new_values."findings") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_valid" IS DISTINCT FROM (new_values."is_valid") OR old_values."local_day" IS DISTINCT FROM (new_values."local_day") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."need_type" IS DISTINCT FROM (new_values."need_type") OR old_values."next_due_on" IS DISTINCT FROM (new_values."next_due_on") OR old_values."next_task_id" IS DISTINCT FROM (new_values."next_task_id") OR old_values."next_text" IS DISTINCT FROM (new_values."next_text") OR old_values."occurred_at" IS DISTINCT FROM (new_values."occurred_at") OR old_values."origin" IS DISTINCT FROM (new_values."origin") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."quotes" IS DISTINCT FROM (new_values."quotes") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."rule_version" IS DISTINCT FROM (new_values."rule_version") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."text" IS DISTINCT FROM (new_values."text") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="04784518173dbf738d271c6ffaeee8a1062f774b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61ce4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="sales_visit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sales_visit_history" ("author_id", "check_in_accuracy_m", "check_in_crs", "check_in_lat", "check_in_lon", "client_key", "contact_id", "created_at", "created_by_id", "custom", "customer_id", "deleted_at", "findings", "id", "is_valid", "local_day", "merged_into_id", "need_type", "next_due_on", "next_task_id", "next_text", "occurred_at", "origin", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quotes", "recorded_at", "rule_version", "team_id", "text", "updated_at", "version") SELECT old_values."author_id", old_values."check_in_accuracy_m", old_values."check_in_crs", old_values."check_in_lat", old_values."check_in_lon", old_values."client_key", old_values."contact_id", old_values."created_at", old_values."created_by_id", old_values."custom", old_values."customer_id", old_values."deleted_at", old_values."findings", old_values."id", old_values."is_valid", old_values."local_day", old_values."merged_into_id", old_values."need_type", old_values."next_due_on", old_values."next_task_id", old_values."next_text", old_values."occurred_at", old_values."origin", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, genjin_now(), \'delete\', old_values."id", old_values."quotes", old_values."recorded_at", old_values."rule_version", old_values."team_id", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="1f9efb118114a1e9d3815472fcbebc6194960e54",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2f32f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="sales_visit",
                    when="AFTER",
                ),
            ),
        ),
    ]
