"""The process's own HTTP: whether it is alive and ready."""

from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy import text

from models.database import Database
from scheduler.tick import Tick


class Health:
    """Answers /healthz: 200 when the database answers and the tick has run, else 503; says which."""

    def __init__(self, database: Database, tick: Tick) -> None:
        self._database = database
        self._tick = tick

    def routes(self) -> list[web.RouteDef]:
        """The routes to be served."""
        return [web.get("/healthz", self.healthz)]

    async def healthz(self, _request: web.Request) -> web.Response:
        """The state of the parts, as JSON; moments in UTC."""
        database = await self._database_answers()
        last = self._tick.last_done
        ready = database and last is not None
        body = {
            "alive": True,
            "ready": ready,
            "database": database,
            "last_tick": last.astimezone(UTC).isoformat() if last else None,
            "now": datetime.now(UTC).isoformat(),
        }
        return web.json_response(body, status=200 if ready else 503)

    async def _database_answers(self) -> bool:
        try:
            async with self._database.read() as session:
                await session.execute(text("SELECT 1"))
        except Exception:  # whatever it is, the answer is no
            return False
        return True


async def serve(routes: list[web.RouteDef], host: str, port: int, *, max_size: int = 60 * 1024**2) -> web.AppRunner:
    """Serve the routes; the runner is to be cleaned up. OSError where the address is taken."""
    application = web.Application(client_max_size=max_size)
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
