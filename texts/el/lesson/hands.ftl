dock-raise = Χέρι πάνω
dock-lower = Χέρι κάτω
dock-turn = με σειρά { $turn }
news-your-hand = Σηκώσατε το χέρι.
news-hand = Σήκωσε χέρι: { $name }.
news-your-hand-down = Το χέρι σας κατέβηκε.
