"""Other processes that work on the database of the tests."""

from __future__ import annotations

import time
from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Where the tests have their database, as another process finds it."""
    place = connection.settings_dict
    user = quote(place["USER"]) + (f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else "")
    host, port = quote(place["HOST"], safe=""), place["PORT"]
    return f"postgresql://{user}@{host}{f':{port}' if port else ''}/{place['NAME']}"


def wait_until_alone() -> None:
    """Until the server has noticed that who asked is gone: it finishes the statement it was at."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server still works for a process that was killed")
