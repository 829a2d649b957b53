"""The ledger's hashes: anyone can compute them again with nothing but JSON and SHA-256."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.disclosures import digest

_VALUES = st.none() | st.integers(-(2**53), 2**53) | st.text() | st.lists(st.text())


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), _VALUES))
def test_hash_is_that_of_the_sorted_json_without_spaces(
    entry: dict[str, str | int | list[str] | None],
) -> None:
    """Source: RFC 8785, sections 3.2.2 and 3.2.3, for texts, whole numbers and lists of texts."""
    canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert digest(entry) == hashlib.sha256(canonical.encode()).hexdigest()
