"""Pages on which producers work on what is theirs."""
