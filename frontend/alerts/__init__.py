"""The pages on which people ask for alerts and manage theirs."""
