"""each edition of a plan, kept as it was loaded; what a plan leaves out holds no number any more

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_NAME, _COLUMNS = "uq_activity_plan_id_number_label", ["plan_id", "number", "label"]
_CONSTRAINT = f"CONSTRAINT {_NAME} UNIQUE (plan_id, number, label)"
_PLACE = "ix_activity_place"


def upgrade() -> None:
    op.create_table(
        "plan_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("loaded_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("taken_back_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_edition_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["plan_edition.id"], name=op.f("fk_plan_edition_previous_id_plan_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edition")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_edition_plan_id", "plan_edition", ["plan_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(f", \n\t{_CONSTRAINT}", "")
    else:
        op.drop_constraint(_NAME, "activity", type_="unique")
    op.create_index(
        _PLACE,
        "activity",
        _COLUMNS,
        unique=True,
        sqlite_where=sa.text("NOT is_removed"),
        postgresql_where=sa.text("NOT is_removed"),
    )


def downgrade() -> None:
    op.drop_index(_PLACE, table_name="activity")
    # If the number of what is hidden is another's, it gets one that nobody has.
    op.execute(
        "UPDATE activity SET number = 1000000 + id WHERE is_removed AND EXISTS (SELECT 1 FROM activity AS other"
        " WHERE other.plan_id = activity.plan_id AND other.number = activity.number AND other.label = activity.label"
        " AND other.id <> activity.id AND (NOT other.is_removed OR other.id > activity.id))"
    )
    if op.get_bind().dialect.name == "sqlite":
        _made_anew("\n)", f", \n\t{_CONSTRAINT}\n)")
    else:
        op.create_unique_constraint(_NAME, "activity", _COLUMNS)
    op.drop_index("ix_plan_edition_plan_id", table_name="plan_edition")
    op.drop_table("plan_edition")


def _made_anew(old: str, new: str) -> None:
    """SQLite changes no constraint: the table is made anew, as in revision 0015."""
    made = op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'activity'"))
    if made is None or old not in made:
        raise RuntimeError("the table is not as the last revision left it")
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE activity_kept AS SELECT * FROM activity")
    op.drop_table("activity")
    op.execute(sa.text(made.replace(old, new).replace(":", "\\:")))
    op.execute("INSERT INTO activity SELECT * FROM activity_kept")
    op.drop_table("activity_kept")
    op.create_index("ix_activity_next_reminder_on", "activity", ["next_reminder_on"], unique=False)
