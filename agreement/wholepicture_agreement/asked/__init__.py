"""What a person is asked before somebody else is told, or because nobody acts."""
