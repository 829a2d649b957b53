"""A study of made-up families: what the agreement and its pattern rules would bring to whom."""
