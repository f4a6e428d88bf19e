"""What officers say of their work beyond how far it is: what hinders it, and by when they promise it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Obstacle(Base):
    """What hinders an executor's part, in a person's own words (which may be missing), said on a local day.

    `helper` is who could help, `proposal` what is proposed. `report_id` is the report that says it. It is open until
    `gone_at`, when `gone_by` (a Telegram id) said that it is gone; `withdrawn_at`: it was none, and counts for nothing.
    """

    __tablename__ = "obstacle"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    text: Mapped[str]
    helper: Mapped[str | None]
    proposal: Mapped[str | None]
    raised_at: Mapped[datetime]
    raised_on: Mapped[date]
    gone_at: Mapped[datetime | None] = mapped_column(index=True)
    gone_by: Mapped[int | None] = mapped_column(BigInteger)
    gone_report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    withdrawn_at: Mapped[datetime | None]


class Promise(Base):
    """The local day by which a person promised to finish or hand in an executor's part, said on `said_on`.

    `tell_on` is the working day whose reminder repeats it (null if that is not after the day of saying), `ask_on` the
    working day after it. `is_chosen`: the day was chosen by a button, whatever the report's words say. Whether it was
    kept follows from the reports. `withdrawn_at`: it was none.
    """

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    promised_on: Mapped[date]
    is_chosen: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    said_at: Mapped[datetime]
    said_on: Mapped[date]
    tell_on: Mapped[date | None] = mapped_column(index=True)
    ask_on: Mapped[date] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
