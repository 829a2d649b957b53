"""The contract as files: JSON Schema whose shared definitions stand in files of their own."""
