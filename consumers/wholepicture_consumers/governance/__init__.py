"""The partnership's tools: try a change of the agreement, print it, and explain a decision."""
