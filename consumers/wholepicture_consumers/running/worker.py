"""One worker of one stage: ``python -m wholepicture_consumers.running.worker STAGE``.

It ends cleanly when its standard input ends, because its supervisor may have been killed. A worker
that nobody watches would go on under an agreement that is no longer in force.
"""

import os
import sys
import threading

from wholepicture_agreement import AgreementError
from wholepicture_bus import log
from wholepicture_bus.errors import AbsentTopicError, BusError, TransientError
from wholepicture_bus.settings import Settings

from wholepicture_consumers.running.member import run
from wholepicture_consumers.running.supervisor import (
    STARTED_AGAIN,
    STOPPED_FOR_A_PERSON,
    TOPIC_ABSENT,
)


def main(stage: str) -> int:
    """Run the stage; the exit code says whether a person has to look before it runs again."""
    log.configure()
    ending = threading.Event()
    threading.Thread(target=_end_with_the_starter, args=[ending], daemon=True).start()
    try:
        run(stage, Settings(), ending=ending)
    except TransientError as error:
        sys.stderr.write(f"{error}\n")
        return STARTED_AGAIN
    except AbsentTopicError as error:
        sys.stderr.write(f"{error}\n")
        return TOPIC_ABSENT
    except (BusError, AgreementError) as error:
        sys.stderr.write(f"{error}\n")
        return STOPPED_FOR_A_PERSON
    return 0


def _end_with_the_starter(ending: threading.Event) -> None:
    # not through sys.stdin: a thread that waits in it takes its lock along, and then Python ends
    # with a signal in place of the exit code that keeps the stage stopped
    while os.read(sys.stdin.fileno(), 1024):
        pass
    ending.set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
