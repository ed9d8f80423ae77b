DROP TABLE logins;
DROP TABLE people;
