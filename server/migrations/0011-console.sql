-- What each operator has looked at, an audit log that can be searched, contacts by priority.

-- Up to which message of a dialog an operator has read.
create table dialog_reads (
  workspace_id bigint not null,
  operator_id bigint not null,
  dialog_id bigint not null,
  message_id bigint not null,
  primary key (operator_id, dialog_id),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade,
  foreign key (workspace_id, dialog_id) references dialogs (workspace_id, id) on delete cascade
);
create index dialog_reads_of_dialog on dialog_reads (workspace_id, dialog_id);

create index audit_log_by_actor on audit_log
  (workspace_id, ((actor ->> 'kind') || coalesce(':' || (actor ->> 'id'), '')), id);
create index audit_log_by_action on audit_log (workspace_id, action, id);
create index audit_log_by_time on audit_log (workspace_id, at);

create index contacts_by_priority on contacts (workspace_id, priority, id) where priority <> 5;
