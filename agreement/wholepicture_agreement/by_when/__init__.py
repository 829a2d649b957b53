"""When something is due, how urgent it is, and which number answers then."""
