"""What health services hold as FHIR R4 and UK Core, and the signals of the NHS, as events."""
