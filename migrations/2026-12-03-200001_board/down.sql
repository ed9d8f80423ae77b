ALTER TABLE participants DROP COLUMN may_draw;
ALTER TABLE sessions DROP COLUMN board_shown, DROP COLUMN drawing;
DROP TABLE board_elements;
DROP TABLE board_pages;
