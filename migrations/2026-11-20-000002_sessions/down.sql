DROP TABLE sessions;
DROP TABLE experiences;
