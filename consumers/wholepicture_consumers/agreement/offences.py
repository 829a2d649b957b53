"""What of an event tells of an offence, and so what no school is given."""

OFFENCE_DATA = (
    "core.allegations", "core.adults.*.offence_history", "core.summary", "detail.crime_number",
    "detail.kinds", "detail.risk_tool", "detail.risk_grade", "detail.indicators_counted",
    "detail.incidents_in_last_12_months", "detail.what_happened", "detail.disposal",
    "detail.concern", "detail.done_at_once", "detail.orders",
)  # fmt: skip
"""What tells of an offence, who is suspected of it, or a measure taken for it, such as bail.

Source: UK GDPR Article 10, "criminal convictions and offences or related security measures"; Data
Protection Act 2018 section 11(2), alleged offences.
"""
NOT_FOR_SCHOOLS = tuple(path for path in OFFENCE_DATA if path != "detail.orders")
"""What no rule may give a school.

An order on contact or collection it has to know: else it may hand the child over.
"""
HIDDEN_FROM_SCHOOLS = tuple(path for path in NOT_FOR_SCHOOLS if path != "core.summary")
"""What is kept back from a school in any case, and what tells of it in any text likewise."""
