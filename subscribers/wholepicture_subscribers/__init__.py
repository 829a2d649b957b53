"""Who listens: the subscription kit, and what a supplier tries a subscriber with."""
