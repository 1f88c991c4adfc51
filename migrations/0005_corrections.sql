-- Makes room for doing again what was taken back: how each row stood when it was taken back, and
-- which change was the newest then: a newer one cuts off what could be done again.

ALTER TABLE change_row ADD COLUMN undone TEXT CHECK (undone IS NULL OR json_valid(undone));
ALTER TABLE change ADD COLUMN newest_when_undone INTEGER;
