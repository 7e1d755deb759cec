"""What the desk, the list, a search and a matter's page cost in the server, beside bare SQL.

For each reader and page: the time of the whole request in this process (middleware, view,
template), and the time of the very same SQL sent by plain psycopg on a fresh connection.
Queries are counted; the median and the 95th percentile of ``ROUNDS`` requests are printed.
"""

import os
import statistics
import time

from tests.benchmarks import database

ROUNDS = int(os.environ.get("ROUNDS", "40"))


def timed(action, rounds=ROUNDS):
    action()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95) - 1]


def statements(client, address):
    """The SQL of one request as it went out, values filled in."""
    from django.db import connection  # noqa: PLC0415

    sent = []

    def listen(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return sent


def bare(sent):
    """Send the same SQL by plain psycopg and fetch every row."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.cursor()

        def run():
            for sql, params in sent:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()

        return timed(run)


def reader(unit, role):
    """An account that holds a post of ``role`` in ``unit``, and how much it may see."""
    from disputes.models import Dispute  # noqa: PLC0415
    from liaison.models import Post, User  # noqa: PLC0415

    user, _ = User.objects.get_or_create(username=f"bench{unit.pk}", defaults={"name": "试用"})
    Post.objects.get_or_create(user=user, unit=unit, role=role, defaults={"title": "科员"})
    user = User.objects.get(pk=user.pk)
    return user, Dispute.objects.visible_to(user).count()


def readers():
    from django.db.models import Count  # noqa: PLC0415

    from disputes.models import Dispute  # noqa: PLC0415
    from liaison.models import Unit  # noqa: PLC0415

    sizes = (
        Dispute.objects.order_by().values("respondent").annotate(size=Count("pk")).order_by("-size")
    )
    ranked = [row["respondent"] for row in sizes]
    agencies = [ranked[0], ranked[10], ranked[len(ranked) // 2], ranked[-1]]
    yield from (reader(Unit.objects.get(pk=pk), "unit_clerk") for pk in agencies)
    centre = Unit.objects.filter(kind="centre").first()
    yield reader(centre, "centre_clerk")


def main():
    database.enter()

    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from disputes.models import Dispute  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{Dispute.objects.count():,} disputes; {ROUNDS} rounds; milliseconds, median / p95")
    for user, size in readers():
        client = Client()
        client.force_login(user)
        matter = Dispute.objects.visible_to(user).last()
        pages = {
            "desk": "/",
            "calendar": "/calendar/?month=2026-12",
            "list": "/disputes/",
            "list, late first": "/disputes/?state=open&sort=due",
            "search, two characters": "/search/?q=工伤",
            "search, one hit": f"/search/?q={matter.number}",
            "detail": matter.get_absolute_url(),
        }
        print(f"\nreader of {size:,}")
        for name, address in pages.items():
            sent = statements(client, address)
            median, p95 = timed(lambda address=address, client=client: client.get(address))
            sql_median, sql_p95 = bare(sent)
            print(
                f"  {name:24} {len(sent):2} queries  {median:6.1f} / {p95:6.1f}"
                f"   bare SQL {sql_median:6.1f} / {sql_p95:6.1f}"
            )


if __name__ == "__main__":
    main()
