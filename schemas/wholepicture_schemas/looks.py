"""How values of a form look, in words that a person can follow: never an example to copy.

An example that is valid would be copied, and one made-up number told of two children makes one
child of them.
"""

from collections.abc import Mapping

_SMALL = "small letters, digits and hyphens, no blanks"

OF_A_PATTERN: Mapping[str, str] = {
    r"^[0-9+() -]{5,25}$": "a telephone number: digits, +, blanks, brackets and hyphens, "
    "5 to 25 in all",
    r"^[0-9]{6}$": "6 digits",
    r"^[A-Z][0-9]{5}$": "a capital letter and 5 digits",
    r"^[EWNS][0-9]{8}$": "E, W, N or S and 8 digits",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": f"an id: {_SMALL}",
    r"^[a-z][a-z0-9-]*$": "a short reference, such as c1 or a1",
    r"^[A-Za-z0-9._-]{1,80}$": "a receipt: letters, digits, dots, hyphens and _, at most 80",
    r"^[A-Za-z0-9._:/-]{1,200}$": "letters, digits and ._:/- only, at most 200",
    r"^/(agencies|recipients|bus)/[a-z0-9-]+(/[a-z0-9-]+)?$": "/agencies/ and an agency's id, "
    "with one more part for a system",
    r"^(core|detail)(\.[a-z0-9_]+)+$": "the path of a field, such as core.children.0.birth_date",
    r"^uk\.wholepicture(\.[a-z0-9-]+){2}\.v[0-9]+$": "the whole name of a type, as "
    "`wholepicture schemas` lists it",
}
"""By the pattern that a field's text must match. Of dates other sentences tell."""

OF_A_NAME: Mapping[str, str] = {
    "NhsNumber": "10 digits, the last of which checks the others",
    "Upn": "a letter, 11 digits and a digit or letter",
    "Uprn": "1 to 12 digits",
    "Urn": OF_A_PATTERN[r"^[0-9]{6}$"],
    "Practice": OF_A_PATTERN[r"^[A-Z][0-9]{5}$"],
    "AuthorityCode": OF_A_PATTERN[r"^[EWNS][0-9]{8}$"],
    "AgencyId": OF_A_PATTERN[r"^[a-z0-9]+(-[a-z0-9]+)*$"],
    "RecipientId": OF_A_PATTERN[r"^[a-z0-9]+(-[a-z0-9]+)*$"],
    "PersonRef": OF_A_PATTERN[r"^[a-z][a-z0-9-]*$"],
    "EventId": OF_A_PATTERN[r"^[A-Za-z0-9._-]{1,80}$"],
    "Source": OF_A_PATTERN[r"^/(agencies|recipients|bus)/[a-z0-9-]+(/[a-z0-9-]+)?$"],
}
"""By the name of an identifier's type."""
