-- The inbox: dialogs in the order in which something was last said in them.

create index dialogs_by_activity on dialogs
  (workspace_id, (greatest(last_in_at, last_out_at, created_at)), id);
create index dialogs_by_status_activity on dialogs
  (workspace_id, status, (greatest(last_in_at, last_out_at, created_at)), id);
