DROP TABLE messages;
DROP TABLE attendances;
DROP TABLE participants;
