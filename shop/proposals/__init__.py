"""What producers would like to show: drafted, submitted, decided. Nothing here is public before."""
