dock-raise = Χέρι πάνω
dock-lower = Χέρι κάτω
hands-up = { $count ->
    [one] { $count } σηκωμένο χέρι
   *[other] { $count } σηκωμένα χέρια
}
hands-lower-all = Κατέβασμα όλων των χεριών
dock-turn = με σειρά { $turn }
news-your-hand = Σηκώσατε το χέρι.
news-hand = Σήκωσε χέρι: { $name }.
news-your-hand-down = Το χέρι σας κατέβηκε.
