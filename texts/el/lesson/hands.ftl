dock-raise = Χέρι πάνω
dock-lower = Χέρι κάτω
dock-turn = με σειρά { $turn }
news-your-hand = Το χέρι σας είναι σηκωμένο.
news-hand = Σήκωσε χέρι: { $name }.
news-your-hand-down = Το χέρι σας κατέβηκε.
