"""orders of leaders, and plans that are made of them

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("paper", sa.String(16), nullable=True))
    op.create_table(
        "order_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("instruction_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.String(20), server_default="", nullable=False),
        sa.Column("is_taking", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("written_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_order_sheet_account_id_account")),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["instruction.id"], name=op.f("fk_order_sheet_instruction_id_instruction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_sheet")),
    )
    op.create_index(op.f("ix_order_sheet_account_id"), "order_sheet", ["account_id"])
    op.create_index(
        "ix_order_sheet_taking",
        "order_sheet",
        ["account_id", "chat_id"],
        unique=True,
        sqlite_where=sa.text("is_taking"),
        postgresql_where=sa.text("is_taking"),
    )
    op.create_table(
        "order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("executors", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(16), nullable=False),
        sa.Column("has_no_term", sa.Boolean(), nullable=False),
        sa.Column("is_due_unclear", sa.Boolean(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("given_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["activity.id"], name=op.f("fk_order_line_about_id_activity")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_order_line_activity_id_activity")),
        sa.ForeignKeyConstraint(["sheet_id"], ["order_sheet.id"], name=op.f("fk_order_line_sheet_id_order_sheet")),
        sa.ForeignKeyConstraint(["under_id"], ["activity.id"], name=op.f("fk_order_line_under_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_order_line_activity_id")),
        sa.UniqueConstraint("chat_id", "message_id", "part", name=op.f("uq_order_line_chat_id_message_id_part")),
    )
    for column in ("about_id", "sheet_id", "under_id"):
        op.create_index(op.f(f"ix_order_line_{column}"), "order_line", [column])


def downgrade() -> None:
    op.drop_table("order_line")
    op.drop_table("order_sheet")
    op.drop_column("plan", "paper")
