"""A subscriber that takes every item in, and answers when a person has looked."""

import json
import sys

for line in sys.stdin:
    json.loads(line)
    sys.stdout.write('{"replies": []}\n')
    sys.stdout.flush()
