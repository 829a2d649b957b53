"""What children's social care publishes of its own returns: the children in need census."""
