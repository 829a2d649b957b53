"""What a recipient may see of an event: the view, what is masked, what is cut from texts."""
