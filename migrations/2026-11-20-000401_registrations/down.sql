DROP TABLE confirmations;
DROP TABLE registrations;
