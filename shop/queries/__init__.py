"""What is only asked: of the listings, the index and the rows; nothing here keeps a cursor."""
