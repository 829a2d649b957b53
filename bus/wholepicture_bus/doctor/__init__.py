"""What is wrong between this machine and Kafka, check by check."""

from wholepicture_bus.doctor.examining import Owner, examine
from wholepicture_bus.doctor.finding import Finding

__all__ = ["Finding", "Owner", "examine"]
