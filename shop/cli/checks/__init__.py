"""What `sanvat check` looks at: each module tells of one subject how it is, and what is right."""
