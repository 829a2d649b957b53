"""How fast, how soon and how large: measured beside peers, in one sitting, on one broker."""
