-- Makes room for putting a warning sign aside by the entry it was recorded in. A sign that lies in a
-- single entry is read entry by entry: one that is logged late has not been read, whatever its time.
-- What was put aside before keeps its meaning, everything of the sign that began by then.

CREATE TABLE flag_acknowledged_6 (
    id              INTEGER PRIMARY KEY,
    flag            TEXT NOT NULL CHECK (length(flag) BETWEEN 1 AND 60),
    until           INTEGER NOT NULL, -- the latest occurrence, in seconds since 1970
    strength        INTEGER NOT NULL, -- the strongest one: an intensity, or a number of places
    entry           TEXT NOT NULL DEFAULT '' CHECK (length(entry) IN (0, 36)), -- the uid of the one
                                      -- entry it is about; empty: all that began by then
    acknowledged_at INTEGER NOT NULL,
    UNIQUE (flag, until, strength, entry)
) STRICT;
INSERT INTO flag_acknowledged_6 (id, flag, until, strength, acknowledged_at)
    SELECT id, flag, until, strength, acknowledged_at FROM flag_acknowledged;
DROP TABLE flag_acknowledged;
ALTER TABLE flag_acknowledged_6 RENAME TO flag_acknowledged;
