dock-raise = Raise hand
dock-lower = Lower hand
dock-turn = number { $turn } in line
news-your-hand = Your hand is up.
news-hand = { $name } raised a hand.
news-your-hand-down = Your hand is down.
