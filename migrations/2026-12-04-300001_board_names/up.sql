-- A page that is removed keeps its row, so that no other gets its number.
ALTER TABLE board_pages ADD COLUMN name text NOT NULL DEFAULT '', ADD COLUMN removed boolean NOT NULL DEFAULT false;
