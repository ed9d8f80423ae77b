dock-raise = Raise hand
dock-lower = Lower hand
dock-turn = number { $turn } in line
news-your-hand = You raised your hand.
news-hand = { $name } raised a hand.
news-your-hand-down = Your hand is down.
