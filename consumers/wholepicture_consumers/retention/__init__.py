"""How long what was told is kept, what is deleted then, and what a legal hold keeps."""
