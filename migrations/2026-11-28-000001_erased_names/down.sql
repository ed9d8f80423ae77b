UPDATE participants SET name = 'a person who was erased' WHERE name = '';
