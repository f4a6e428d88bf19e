"""What Telegram was given of the bot's own page."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Published(Base):
    """A text, a photo or a menu as it was last set: a restart sets only what has changed since.

    `name` says of which bot, what, and in which language; `digest` is of what was set.
    """

    __tablename__ = "published"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(128), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
