ALTER TABLE settings DROP COLUMN holidays;
DROP TABLE schedules;
DROP TABLE recurrences;
