"""What could not be read, dealt with by a person: put right, sent on, or closed with a reason."""
