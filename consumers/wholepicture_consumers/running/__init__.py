"""Running the house: the stages as processes, and how they are."""
