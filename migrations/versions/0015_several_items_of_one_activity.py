"""several items of one activity: each has the activity's number and a label of its own

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NUMBER, _LABEL = "UNIQUE (plan_id, number)", "UNIQUE (plan_id, number, label)"
_NUMBER_NAME, _LABEL_NAME = "uq_activity_plan_id_number", "uq_activity_plan_id_number_label"


def upgrade() -> None:
    op.add_column("activity", sa.Column("label", sa.String(length=48), nullable=False, server_default=""))
    op.add_column("activity", sa.Column("is_repeated", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("activity", sa.Column("is_later", sa.Boolean(), nullable=False, server_default=sa.false()))
    _exchange(_NUMBER_NAME, _NUMBER, _LABEL_NAME, _LABEL)


def downgrade() -> None:
    _exchange(_LABEL_NAME, _LABEL, _NUMBER_NAME, _NUMBER)
    for column in ("is_later", "is_repeated", "label"):
        op.drop_column("activity", column)


def _exchange(old_name: str, old: str, new_name: str, new: str) -> None:
    """Put one unique constraint in place of another."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(old_name, "activity", type_="unique")
        op.create_unique_constraint(new_name, "activity", new.removeprefix("UNIQUE (").removesuffix(")").split(", "))
        return
    # SQLite changes no constraint, and drops no table to which rows refer; while the check of references is put off to
    # the end of the transaction, the table may be made anew under its own name, and the rows be there again by then.
    made = op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'activity'"))
    if made is None or f"{old_name} {old}" not in made:
        raise RuntimeError("the table is not as the last revision left it")
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE activity_kept AS SELECT * FROM activity")
    op.drop_table("activity")
    op.execute(sa.text(made.replace(f"{old_name} {old}", f"{new_name} {new}").replace(":", "\\:")))
    op.execute("INSERT INTO activity SELECT * FROM activity_kept")
    op.drop_table("activity_kept")
    op.create_index("ix_activity_next_reminder_on", "activity", ["next_reminder_on"], unique=False)
