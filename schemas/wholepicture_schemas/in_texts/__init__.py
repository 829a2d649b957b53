"""What leads to a person or a place in a text: traces of values, shapes, streets."""
