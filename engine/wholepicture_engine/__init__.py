"""How a stage runs: the loop around it, its positions, its held records, its stores."""
