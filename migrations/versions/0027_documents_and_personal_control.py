"""documents that hand work in, personal control of the leadership, and what was decided on twins

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_MARKS = ("needs_document", "planned_document", "is_watched")


def upgrade() -> None:
    for name in _MARKS:
        op.add_column("activity", sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False))
    where = sa.text("is_watched")
    op.create_index("ix_activity_watched", "activity", ["is_watched"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_document_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("report_id", name=op.f("uq_document_report_id")),
    )
    op.create_table(
        "twin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["one_id"], ["activity.id"], name=op.f("fk_twin_one_id_activity")),
        sa.ForeignKeyConstraint(["other_id"], ["activity.id"], name=op.f("fk_twin_other_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twin")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_twin_one_id_other_id")),
    )
    op.create_index(op.f("ix_twin_other_id"), "twin", ["other_id"])
    op.create_table(
        "watched",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum("near", "overdue", "obstacle", "done", name="watchstep", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("due", sa.String(10), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_watched_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched")),
        sa.UniqueConstraint("activity_id", "step", "due", name=op.f("uq_watched_activity_id_step_due")),
    )


def downgrade() -> None:
    op.drop_table("watched")
    op.drop_table("twin")
    op.drop_table("document")
    op.drop_index("ix_activity_watched", "activity")
    for name in reversed(_MARKS):
        op.drop_column("activity", name)
