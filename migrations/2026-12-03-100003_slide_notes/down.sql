DROP TABLE slide_notes;
