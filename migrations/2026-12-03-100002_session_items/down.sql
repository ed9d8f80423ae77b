DROP TABLE session_items;
