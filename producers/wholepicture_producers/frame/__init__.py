"""The frame of a file: its encoding, header, quotes and rows, and which rows are one event."""
