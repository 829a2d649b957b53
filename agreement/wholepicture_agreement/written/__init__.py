"""The partnership's files: their models, how they are read, checked and compared."""
