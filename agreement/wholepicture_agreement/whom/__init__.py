"""Whom a rule means, who reads in their place, and from whom the sender keeps it back."""
