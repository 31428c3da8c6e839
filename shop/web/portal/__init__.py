"""What a producer does for itself: price and stock, how it is reached, what it consents to."""
