dock-raise = Raise hand
dock-lower = Lower hand
hands-up = { $count ->
    [one] { $count } raised hand
   *[other] { $count } raised hands
}
hands-lower-all = Lower all hands
dock-turn = number { $turn } in line
news-your-hand = You raised your hand.
news-hand = { $name } raised a hand.
news-your-hand-down = Your hand is down.
