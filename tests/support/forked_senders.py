"""Senders that start at once: Django is loaded one time, and each ``run_worker --forever`` is a fork of that process.

For each line that it reads it starts one, writes its process number, waits for its end and writes the exit code.
"""

import os
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    django.setup()
    # All that the first mail would load.
    import_module(settings.ROOT_URLCONF)
    for _line in sys.stdin:
        number = os.fork()
        if number == 0:
            try:
                call_command("run_worker", forever=True, stdout=sys.stderr)
            finally:
                os._exit(0)
        print(number, flush=True)
        _number, status = os.waitpid(number, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
