refusal-drawing_off = The teacher has not let you draw.
refusal-board_unknown = This whiteboard does not exist.
refusal-board_full = This whiteboard is full. Please start another one.
refusal-element_unknown = This is no longer on the whiteboard.
refusal-element_changed = Somebody else has changed this since.
refusal-not_yours = You can only change what you have drawn.
refusal-too_large = This is too large for the whiteboard.
refusal-ink_bad = This cannot be drawn.
