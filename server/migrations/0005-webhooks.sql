-- Webhooks by event type, beside those of the outside contract; what happened, to be read by people.

-- Endpoints of the environment keep their form; those of the API get {type, timestamp, data} and
-- sign with a secret of their own.
alter table webhook_endpoints
  alter column form drop not null,
  -- exact types, `message.*` or `*`
  add column event_types text[] not null default '{}',
  add column description text not null default '',
  add column secret bytea,
  -- after a rotation both secrets sign for a while
  add column previous_secret bytea,
  add column previous_secret_until timestamptz,
  add column disabled_because text
    check (disabled_because in ('environment', 'operator', 'failing')),
  -- since when nothing has arrived; null: the last post did
  add column failing_since timestamptz,
  add column removed_at timestamptz,
  add check (form is not null or removed_at is not null or secret is not null);

update webhook_endpoints set
  event_types = case form
    when 'incoming' then array['message.received']
    when 'status' then array['account.status_changed']
    else array['account.import_finished'] end,
  disabled_because = case when disabled_at is not null then 'environment' end;

alter table webhook_deliveries
  -- whose posts arrive one after the other: a person (c12) or an account (a5)
  add column line text,
  -- put back by an operator: it has a day of its own from then on
  add column replayed_at timestamptz;

-- Due posts are picked endpoint by endpoint, so that a slow one leaves room for the others.
drop index webhook_deliveries_due;
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at, event_id)
  where status = 'pending';
create index webhook_deliveries_in_line on webhook_deliveries (endpoint_id, line, event_id)
  where status = 'pending' and line is not null;
create index webhook_deliveries_of_endpoint on webhook_deliveries (workspace_id, endpoint_id, id);

-- Events as people look for them: by type, account and person, in the order of time. The list of
-- the types that occur is read off the first one.
drop index events_of_workspace;
create index events_by_type on events (workspace_id, type, at, id);
create index events_of_sender on events (workspace_id, sender_id, type, at, id)
  where sender_id is not null;
create index events_of_contact on events (workspace_id, contact_id, at, id)
  where contact_id is not null;
