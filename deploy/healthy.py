"""Whether the bot on this machine is ready: exit code 0, or 1 and what /healthz says. Needs nothing but Python."""

import os
import sys
from http.client import HTTPConnection, HTTPException

SECONDS = 8
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 -- compared, not listened on


def main() -> int:
    """Ask where HTTP_HOST and HTTP_PORT say, never through a proxy."""
    host, port = os.environ.get("HTTP_HOST", ""), os.environ.get("HTTP_PORT") or "8080"
    connection = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, int(port), timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        told = answer.read().decode()
    except (OSError, HTTPException) as error:
        print(f"/healthz does not answer: {error}")
        return 1
    finally:
        connection.close()
    print(told)
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
