"""``make bench``: how fast a complete submission is, as ratios of one run on one machine, and queries per screen; then
how the inbox answers with a hundred thousand engagements (on PostgreSQL).

Every kind of form is sent in turn, round after round, so that what else the machine does hits all alike; the median
round counts. Ratios are what one may compare between machines, not the figures per second.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable

import django

ROUNDS = 7
PER_ROUND = 30
# The goal of the project: a submission with drafts, checks, receipts and records beside one that stores one row.
GOAL_BESIDE_WAGTAIL = 0.6
MOST_QUERIES = 12


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        _run()
    finally:
        runner.teardown_databases(databases)


def _run() -> None:
    from django.db import connection
    from django.test import Client

    from tests.bench.editing import editing
    from tests.bench.forms import Ours, bare_post, wagtail_post
    from tests.bench.inbox import inbox

    client = Client()
    ours = Ours(client)
    kinds: dict[str, Callable[[], float]] = {
        "bare view, one row": bare_post(client),
        "wagtail.contrib.forms, same questions": wagtail_post(client),
        "join form, complete": ours.send_one,
    }
    for send in kinds.values():
        send()  # templates, caches and prepared statements
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for _round in range(ROUNDS):
        for name, send in kinds.items():
            seconds[name].append(sum(send() for _number in range(PER_ROUND)) / PER_ROUND)
    median = {name: statistics.median(each) for name, each in seconds.items()}

    posts = dict.fromkeys(kinds, 1) | {"join form, complete": ours.posts}
    print(f"Database: {connection.vendor}; median of {ROUNDS} rounds of {PER_ROUND}")
    print(f"{'form':42}{'submissions/s':>15}{'posts/s':>10}")
    for name, each in median.items():
        print(f"{name:42}{1 / each:>15.1f}{posts[name] / each:>10.1f}")
    bare, wagtail, own = median.values()
    for name, other in (("the bare view", bare), ("wagtail.contrib.forms", wagtail)):
        submissions = other / own
        print(f"beside {name}: {submissions:.2f} of its submissions/s, {submissions * ours.posts:.2f} of its posts/s")
    print(f"(goal beside wagtail.contrib.forms: {GOAL_BESIDE_WAGTAIL} of its posts)")
    print("\nA form of 50 sections and 300 questions in the editor, on the server (goal: a second)")
    for action, large, small in editing():
        print(f"{action:42}{large:>13.2f} s, {large / small:.1f} times as long as with one section")
    print(f"\nQueries of each screen (goal: at most {MOST_QUERIES}, not growing with the questions)")
    for extra in (0, 50, 300):
        counts = ours.queries_with(extra)
        print(f"{extra:>4} questions more: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    for line in inbox():
        print(line, flush=True)


if __name__ == "__main__":
    main()
