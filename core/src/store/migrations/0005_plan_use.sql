-- Version 5: whether the plan is in use is kept, so that the first screen of a day does not look up every entry of years.

CREATE TABLE cache_plan_use (              -- no row where it has to be worked out; both NULL where the plan is not in use
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    since      TEXT,                       -- the person's day on which using it began
    said_on    TEXT                        -- the person's day on which that was said last
) STRICT;

-- Thrown away when an entry comes, changes or goes; and when an earlier wording of one is learnt, which can change the
-- order in which the entries were said.
CREATE TRIGGER plan_event_comes AFTER INSERT ON plan_event BEGIN DELETE FROM cache_plan_use; END;
CREATE TRIGGER plan_event_changes AFTER UPDATE ON plan_event BEGIN DELETE FROM cache_plan_use; END;
CREATE TRIGGER plan_event_goes AFTER DELETE ON plan_event BEGIN DELETE FROM cache_plan_use; END;
CREATE TRIGGER plan_event_is_older AFTER INSERT ON revision
    WHEN EXISTS (SELECT 1 FROM plan_event WHERE id = NEW.record) BEGIN DELETE FROM cache_plan_use; END;
