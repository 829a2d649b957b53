"""What follows a publication: what became of it, what is put right, the list of a day."""
