"""What agencies tell, a module for each kind of agency; the catalogue collects their types."""
