"""The fingerprint of an agreement: the same for the same content, however its files are written."""

import hashlib
import json

from wholepicture_schemas.model import Model

from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.sets import most_of_earlier


def fingerprint(*files: Model) -> str:
    """SHA-256 over everything that the files say, in hexadecimal.

    Comments, the order of keys, the names and order of the files, and written-out defaults do not
    change it.
    """
    said = sorted(_canonical(file) for file in files)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def fingerprint_of_version(sharing: SharingFile) -> str:
    """SHA-256 over what a version of the rules decides, and from when; the same in every release.

    Its approvers, its reason and its last day are left out, as they may be written later; so are
    its sets of events, which stand written out in its rules.
    """
    said: dict[str, object] = {
        "valid_until": None,
        "reason": "",
        "approvers": (),
        "event_sets": {},
        "earlier_at_most": most_of_earlier(sharing),
    }
    return fingerprint(sharing.model_copy(update=said))


def _canonical(file: Model) -> str:
    content = file.model_dump(mode="json", exclude_defaults=True)
    return json.dumps([type(file).__name__, content], sort_keys=True, separators=(",", ":"))
