"""What a cell of a table says: its text as a value of the language, or what is asked about it."""
