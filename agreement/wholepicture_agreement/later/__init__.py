"""What is told later of an event that was told before."""
