"""What `sanvat status` tells: each module looks at some of what may be behind, failing, growing."""
