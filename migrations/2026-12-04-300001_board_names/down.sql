DELETE FROM board_pages WHERE removed;
ALTER TABLE board_pages DROP COLUMN name, DROP COLUMN removed;
