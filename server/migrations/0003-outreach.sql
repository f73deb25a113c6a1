-- Scripts, campaigns, and the dialogs they run.

-- ---------------------------------------------------------------------------------------------
-- Dialogs: who leads them, and what they wait for.

alter table dialogs
  -- a script or a model answers; otherwise a person does
  add column is_automatic boolean not null default false,
  add column first_in_at timestamptz,
  -- an operator has written in it: from then on it is a conversation between people
  add column taken_over_at timestamptz,
  add column waiting_because text,
  add column waiting_since timestamptz,
  add column assigned_operator_id bigint,
  add column snoozed_until timestamptz,
  add column snooze_note text,
  -- the AI role that answers here; null: that of the campaign or of the account
  add column role_id bigint,
  add column notes text not null default '',
  -- the last reply that was judged, and when those after it are to be
  add column judged_to bigint not null default 0,
  add column judge_at timestamptz,
  -- a model is to answer this reply
  add column answer_at timestamptz,
  add column answer_claimed_until timestamptz,
  add foreign key (workspace_id, assigned_operator_id) references operators (workspace_id, id);
create index dialogs_to_judge on dialogs (judge_at) where judge_at is not null;
create index dialogs_to_answer on dialogs (answer_at) where answer_at is not null;
create index dialogs_snoozed on dialogs (snoozed_until) where snoozed_until is not null;
create index dialogs_of_workspace on dialogs (workspace_id, id);
create index dialogs_by_status on dialogs (workspace_id, status, id);
create index dialogs_assigned on dialogs (workspace_id, assigned_operator_id, id)
  where assigned_operator_id is not null;

-- What was made of each reply: the verdict, its cause, and what followed.
create table judgements (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  dialog_id bigint not null,
  -- the last of the messages that were judged together
  message_id bigint not null,
  at timestamptz not null,
  verdict text not null check (verdict in ('refusal', 'agreement', 'question', 'unclear')),
  cause text not null,
  decision text not null,
  corrected_to text check (corrected_to in ('refusal', 'agreement', 'question', 'unclear')),
  corrected_at timestamptz,
  unique (workspace_id, id),
  foreign key (workspace_id, dialog_id) references dialogs (workspace_id, id)
    deferrable initially deferred,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
);
create index judgements_of_dialog on judgements (workspace_id, dialog_id, id);
create index judgements_of_message on judgements (workspace_id, message_id);

-- ---------------------------------------------------------------------------------------------
-- Scripts.

create table scripts (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  name text not null,
  version int not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  unique (workspace_id, id)
);
create unique index scripts_by_name on scripts (workspace_id, lower(name))
  where archived_at is null;

-- A version never changes: dialogs that have begun go on with theirs.
create table script_versions (
  workspace_id bigint not null,
  script_id bigint not null,
  version int not null,
  stages jsonb not null,
  created_at timestamptz not null,
  primary key (script_id, version),
  unique (workspace_id, script_id, version),
  foreign key (workspace_id, script_id) references scripts (workspace_id, id) on delete cascade
);

-- ---------------------------------------------------------------------------------------------
-- Campaigns.

create table campaigns (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  number int not null,
  name text not null,
  status text not null
    check (status in ('draft', 'scheduled', 'running', 'paused', 'done')),
  script_id bigint not null,
  script_version int not null,
  audience_id bigint,
  -- accounts by number or by tag; both empty: all
  account_ids bigint[] not null default '{}',
  account_tags text[] not null default '{}',
  starts_at timestamptz,
  -- when messages may arrive, on the clock of the person: from, to, days of the week (1 is Monday)
  schedule jsonb not null,
  -- new people a day; null: as many as the accounts may
  max_first_per_day int,
  follow_up_hours int not null default 24,
  follow_up_text text,
  -- a person who stays silent for so long after the last message is done with
  silence_hours int not null default 72,
  -- the share of failures among the latest sends that pauses the campaign by itself
  error_share real not null default 0.3,
  role_id bigint,
  created_at timestamptz not null,
  launched_at timestamptz,
  paused_at timestamptz,
  pause_reason jsonb,
  finished_at timestamptz,
  -- the audience is copied in chunks: up to this contact; null: all of it
  copied_to bigint,
  next_feed_at timestamptz,
  unique (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, script_id, script_version)
    references script_versions (workspace_id, script_id, version)
);
create unique index campaigns_by_name on campaigns (workspace_id, lower(name));
create index campaigns_at_work on campaigns (next_feed_at) where next_feed_at is not null;

create table campaign_targets (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  campaign_id bigint not null,
  contact_id bigint not null,
  priority smallint not null,
  time_zone text,
  status text not null check (status in
    ('planned', 'queued', 'active', 'completed', 'converted', 'stopped', 'failed', 'left_out')),
  -- why it is where it is: a reason of the gate, of the choice, or how the dialog ended
  reason text,
  sender_id bigint,
  dialog_id bigint,
  -- the last stage put into the outbox; stages count from 1
  stage smallint not null default 0,
  has_replied boolean not null default false,
  -- a silent person is followed up, or done with, then
  next_look_at timestamptz,
  changed_at timestamptz not null,
  unique (workspace_id, id),
  unique (campaign_id, contact_id),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, sender_id) references senders (workspace_id, id),
  foreign key (workspace_id, dialog_id) references dialogs (workspace_id, id)
    on delete set null (dialog_id)
);
create index campaign_targets_planned
  on campaign_targets (campaign_id, time_zone, priority desc, id) where status = 'planned';
create index campaign_targets_of_campaign on campaign_targets (campaign_id, status, id);
create index campaign_targets_to_look_at on campaign_targets (next_look_at)
  where next_look_at is not null;
create index campaign_targets_of_contact on campaign_targets (workspace_id, contact_id);
-- one script at a time leads a dialog
create unique index campaign_targets_leading on campaign_targets (dialog_id)
  where status in ('queued', 'active');

-- How many targets stand where: counted as they move, for a million can't be counted each second.
create table campaign_counts (
  workspace_id bigint not null,
  campaign_id bigint not null,
  status text not null,
  targets bigint not null,
  primary key (campaign_id, status),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
    on delete cascade
);

-- Each message that a campaign put into the outbox. A stage goes to a person once.
create table campaign_steps (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  campaign_id bigint not null,
  target_id bigint not null,
  kind text not null check (kind in ('stage', 'follow_up')),
  stage smallint not null,
  variant smallint not null,
  -- the first message to its person
  is_first boolean not null,
  message_id bigint not null unique,
  outcome text check (outcome in ('sent', 'failed', 'cancelled', 'unconfirmed')),
  -- the person wrote after this message and before the next
  was_answered boolean not null default false,
  at timestamptz not null,
  unique (target_id, kind, stage),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, target_id) references campaign_targets (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
);
create index campaign_steps_of_campaign on campaign_steps (campaign_id, id);
create index campaign_steps_first on campaign_steps (campaign_id, at) where is_first;

create index messages_queued_by_origin on messages (workspace_id, origin, origin_id)
  where status in ('queued', 'sending');
