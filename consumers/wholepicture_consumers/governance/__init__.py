"""The partnership's own tools: try a change of the agreement, print it, and say why it gave."""
