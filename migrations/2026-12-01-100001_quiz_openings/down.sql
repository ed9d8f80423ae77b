DROP TABLE quiz_openings;
