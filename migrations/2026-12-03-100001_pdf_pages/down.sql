ALTER TABLE sessions DROP COLUMN pdf_page;
