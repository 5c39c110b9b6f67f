"""What somebody may have meant: slips of the keyboard, confusions of letters, the wrong layout, Arabic in Latin letters."""
