DROP TABLE first_links;
