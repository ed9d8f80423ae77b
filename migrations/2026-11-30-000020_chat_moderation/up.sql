-- When the teacher deleted the message: its text is gone, and its place stays.
ALTER TABLE messages ADD COLUMN deleted_at TIMESTAMPTZ;

-- Whether the teacher has paused the chat, while the lesson goes on.
ALTER TABLE sessions ADD COLUMN chat_paused BOOLEAN NOT NULL DEFAULT FALSE;
