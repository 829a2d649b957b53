"""Who reads: the demonstration of what the bus does on a day."""
