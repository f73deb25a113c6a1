-- Long work that is bounded, and campaigns whose cost doesn't grow with their size.

alter table jobs
  -- tries in all since it was asked for, or tried again by hand
  add column tries int not null default 0,
  -- the most that its progress ever told to be done: only what goes beyond it gets on
  add column furthest bigint not null default 0;
update jobs set furthest = greatest(floor((progress ->> 'done')::numeric), 0)
where progress ? 'done' and status in ('queued', 'running', 'failed');

-- Pages of a campaign's people, the newest first, whatever became of them.
create index campaign_targets_in_order on campaign_targets (campaign_id, id);
-- Dialogs are merged and deleted; the one that a script leads has an index of its own.
create index campaign_targets_of_dialog on campaign_targets (dialog_id)
  where dialog_id is not null;

-- What waits in the outbox, by the person and by the campaign. While next to nothing waited the
-- database couldn't tell these from the index by sender, and read them from end to end for each
-- sender and for each person. What is never null says what they may be used for: only by a person,
-- only by a campaign.
drop index messages_open_for_contact;
create index messages_open_for_contact on messages (workspace_id, contact_id)
  where status in ('queued', 'sending') and contact_id is not null;
drop index messages_queued_by_origin;
create index messages_queued_by_origin on messages (workspace_id, origin, origin_id)
  where status in ('queued', 'sending') and origin_id is not null;
