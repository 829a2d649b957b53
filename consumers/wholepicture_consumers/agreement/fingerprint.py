"""The fingerprint of an agreement: the same for the same content, however its files are written."""

import hashlib
import json

from wholepicture_schemas.model import Model


def fingerprint(*files: Model) -> str:
    """SHA-256 over everything that the files say, in hexadecimal.

    Comments, the order of keys, and the names and the order of the files do not count; nor does it
    whether something that is so by default is written out.
    """
    said = sorted(_canonical(one) for one in files)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _canonical(file: Model) -> str:
    content = file.model_dump(mode="json", exclude_defaults=True)
    return json.dumps([type(file).__name__, content], sort_keys=True, separators=(",", ":"))
