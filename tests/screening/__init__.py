"""Looking for new works and deciding on them."""
