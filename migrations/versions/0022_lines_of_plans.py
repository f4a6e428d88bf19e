"""several plans in force at once: each is of a line of plans, and has a mark

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_PERIOD, _LINE = "UNIQUE (organisation, starts_on, ends_on)", "UNIQUE (organisation, starts_on, ends_on, line)"
_PERIOD_NAME, _LINE_NAME = "uq_plan_organisation_starts_on_ends_on", "uq_plan_organisation_starts_on_ends_on_line"


def upgrade() -> None:
    # Plans that are known have followed one another: they are one line, and need no mark while there is no other.
    op.add_column("plan", sa.Column("line", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("plan", sa.Column("mark", sa.String(length=20), nullable=False, server_default=""))
    _exchange(_PERIOD_NAME, _PERIOD, _LINE_NAME, _LINE)


def downgrade() -> None:
    _exchange(_LINE_NAME, _LINE, _PERIOD_NAME, _PERIOD)
    op.drop_column("plan", "mark")
    op.drop_column("plan", "line")


def _exchange(old_name: str, old: str, new_name: str, new: str) -> None:
    """Put one unique constraint in place of another."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(old_name, "plan", type_="unique")
        op.create_unique_constraint(new_name, "plan", new.removeprefix("UNIQUE (").removesuffix(")").split(", "))
        return
    # As revision 0015 does it: SQLite changes no constraint, and drops no table to which rows refer.
    made = op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'plan'"))
    if made is None or f"{old_name} {old}" not in made:
        raise RuntimeError("the table is not as the last revision left it")
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE plan_kept AS SELECT * FROM plan")
    op.drop_table("plan")
    op.execute(sa.text(made.replace(f"{old_name} {old}", f"{new_name} {new}").replace(":", "\\:")))
    op.execute("INSERT INTO plan SELECT * FROM plan_kept")
    op.drop_table("plan_kept")
