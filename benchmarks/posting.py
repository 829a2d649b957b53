"""Sixteen clients that post events one after the other: ``python -m benchmarks.posting PORT ...``.

A process of its own, so that posting and serving do not share an interpreter. Prints one line of
JSON: how many were accepted, how many were not, the seconds, and how long each took.
"""

import http.client
import json
import sys
import threading
import time
from collections.abc import Sequence
from statistics import quantiles

from benchmarks.events import documents

_HEADERS = {"Content-Type": "application/cloudevents+json"}
_ACCEPTED = 202


class _Client:
    """Posts its share over one connection."""

    def __init__(self, port: int, bodies: Sequence[bytes]) -> None:
        self._port, self._bodies = port, bodies
        self.took: list[float] = []
        self.refused = 0

    def post(self) -> None:
        """Post all of them; what is not accepted now is counted and not posted again."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for body in self._bodies:
            began = time.perf_counter()
            connection.request("POST", "/events", body, _HEADERS)
            answer = connection.getresponse()
            answer.read()
            if answer.status == _ACCEPTED:
                self.took.append(time.perf_counter() - began)
            else:
                self.refused += 1
        connection.close()


def main(port: int, clients: int, events: int, first: int) -> None:
    """Post so many events by so many clients at once."""
    bodies = [json.dumps(document).encode() for document in documents(events, first=first)]
    posting = [_Client(port, bodies[number::clients]) for number in range(clients)]
    threads = [threading.Thread(target=client.post) for client in posting]
    began, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    took = [one for client in posting for one in client.took]
    cuts = quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    found = {
        "accepted": len(took),
        "refused": sum(client.refused for client in posting),
        "seconds": seconds,
        "median": cuts[49],
        "p99": cuts[98],
        "cpu": time.process_time() - cpu,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
