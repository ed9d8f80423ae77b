ALTER TABLE sessions DROP COLUMN chat_paused;
ALTER TABLE messages DROP COLUMN deleted_at;
