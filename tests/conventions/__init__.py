"""House rules that a linter cannot see."""
