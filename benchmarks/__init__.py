"""What the README claims about speed, measured; ratios within one run, for machines are noisy."""
