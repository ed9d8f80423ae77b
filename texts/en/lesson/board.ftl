refusal-drawing_off = The teacher has not let you draw.
refusal-board_unknown = This whiteboard does not exist.
refusal-board_full = This whiteboard is full. Please start another one.
refusal-element_unknown = This is no longer on the whiteboard.
refusal-element_changed = Somebody else has changed this since.
refusal-not_yours = You can only change what you have drawn.
refusal-too_large = This is too large for the whiteboard.
refusal-ink_bad = This cannot be drawn.
board = Whiteboard
board-dock = Board
board-over = Drawing on the page
board-over-label = { $count ->
    [one] One drawing on this page
   *[other] { $count } drawings on this page
}
board-draw = Draw
board-close = Close the whiteboard
board-somebody = Somebody
board-boards = Whiteboards
board-number = Whiteboard { $number }
board-add = Add a whiteboard
board-template-plain = Plain
board-template-lined = Lined
board-template-squared = Squared
board-template-axes = Coordinate system
board-template-music = Music
board-template-europe = Map of Europe
board-show = Show to everyone
board-shown = Everyone sees it
board-who = Who can draw
board-who-nobody = Only me
board-who-chosen = Chosen students
board-who-everyone = Everyone
board-chosen = { $count ->
    [one] One student
   *[other] { $count } students
}
board-no-students = No student is here yet.
board-clear = Clear
board-fit = Show everything
board-contents = Contents
board-empty = Nothing here yet.
board-strokes = { $count ->
    [one] One stroke
   *[other] { $count } strokes
}
board-save = Download
board-save-as = Download as { $format }
board-save-failed = The whiteboard could not be downloaded.
board-canvas = Whiteboard. Arrow keys move the cursor, Enter draws.
board-canvas-read = Whiteboard. Arrow keys move around.
board-help = Letters choose a tool. Arrow keys move the cursor or what is selected. Enter begins and ends a line or a shape. Delete removes what is selected. Escape closes the whiteboard. “Contents” lists everything on it.
board-text = Text
board-tools = Tools
board-tool-select = Select
board-tool-pen = Pen
board-tool-marker = Marker
board-tool-eraser = Eraser
board-tool-line = Line
board-tool-arrow = Arrow
board-tool-box = Rectangle
board-tool-ellipse = Ellipse
board-tool-text = Text
board-tool-note = Sticky note
board-tool-connector = Connector
board-tool-frame = Frame
board-tool-picture = Picture
board-tool-laser = Laser pointer
board-tool-hand = Move around
board-undo = Undo
board-redo = Redo
board-colours = Colour
board-colour-black = Black
board-colour-grey = Grey
board-colour-blue = Blue
board-colour-sky = Light blue
board-colour-green = Green
board-colour-yellow = Yellow
board-colour-orange = Orange
board-colour-red = Red
board-colour-pink = Pink
board-colour-purple = Purple
board-colour-brown = Brown
board-colour-navy = Dark blue
board-width = Thickness
board-width-of = { $width } of { $widths }
board-filled = Filled
board-dashed = Dashed
board-selected = { $count ->
    [one] One selected
   *[other] { $count } selected
}
board-duplicate = Duplicate
board-group = Group
board-ungroup = Ungroup
board-align = Align
board-align-left = Left
board-align-centre = Centre
board-align-right = Right
board-align-top = Top
board-align-middle = Middle
board-align-bottom = Bottom
board-delete = Delete
board-kind-pen = Stroke ({ $colour })
board-kind-marker = Marker stroke ({ $colour })
board-kind-line = Line ({ $colour })
board-kind-arrow = Arrow ({ $colour })
board-kind-box = Rectangle ({ $colour })
board-kind-ellipse = Ellipse ({ $colour })
board-kind-text = Text
board-kind-note = Sticky note ({ $colour })
board-kind-frame = Frame
board-kind-picture = Picture
board-kind-connector = Connector ({ $colour })
board-news-shown = The teacher shows a whiteboard.
board-news-hidden = The teacher has put the whiteboard away.
board-news-nobody = Only the teacher can draw now.
board-news-chosen = The teacher has chosen who can draw.
board-news-everyone = Everyone can draw now.
board-news-wrote = { $name } wrote: { $text }
board-news-drew = { $name } has drawn something.
