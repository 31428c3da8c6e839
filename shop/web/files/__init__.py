"""Files that pages are made of: styles, scripts, fonts and pictures."""
