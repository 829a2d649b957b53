"""Who acts on Whole Picture: intake, identity, the picture, the agreement, the kit."""
