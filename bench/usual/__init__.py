"""What ours is measured beside; nothing here is part of the program."""
