ALTER TABLE sessions DROP COLUMN unmuting;
ALTER TABLE participants DROP COLUMN may_speak;
