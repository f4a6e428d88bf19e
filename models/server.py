"""PostgreSQL's connections: how one is opened, and how it is seen that one is no more."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError


def leave_out_closed(engine: Engine) -> None:
    """Hand out no connection of the pool that was closed meanwhile; the pool opens another in its place.

    A closed one knows it, for the event loop reads the end of its stream: the server was restarted, or closed it. To
    ask the server each time (`pool_pre_ping`) takes three round trips, more than most of our transactions take.
    """
    event.listen(engine, "checkout", _check)


def _check(_connection: Any, record: Any, _proxy: Any) -> None:
    if record.dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError
