"""What an item says: its headline and instructions, and what is missing from it."""
