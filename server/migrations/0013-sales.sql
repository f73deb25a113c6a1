-- Customers of the sales bot, plans and payments.

-- Whose customer the workspace belongs to; null: the installation's own team.
alter table workspaces add column seller_bot_id bigint references bots (id);
create index workspaces_by_seller on workspaces (seller_bot_id) where seller_bot_id is not null;

-- Under which of the bot's messages its question stands.
alter table bot_questions add column message_id bigint;
create index operator_chats_by_person on operator_chats (telegram_id);

-- What a workspace with a sales bot sells.
create table plans (
  workspace_id bigint not null references workspaces (id),
  code text not null,
  name_ru text not null,
  name_en text not null,
  days integer not null check (days > 0),
  -- 0: the trial
  stars integer not null check (stars >= 0),
  max_accounts integer not null,
  max_audience integer not null,
  max_running_campaigns integer not null,
  campaign_cooldown_minutes integer not null,
  is_offered boolean not null default true,
  primary key (workspace_id, code)
);

-- What a customer's workspace may do and how long; a workspace without one is not limited by time.
create table subscriptions (
  workspace_id bigint primary key references workspaces (id),
  seller_id bigint not null,
  plan text not null,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  -- the end, and how many days before it, that the customer was last reminded of
  reminded_of timestamptz,
  reminded_days integer,
  -- since when nothing new begins
  ended_at timestamptz,
  foreign key (seller_id, plan) references plans (workspace_id, code)
);
create index subscriptions_by_end on subscriptions (ends_at) where ended_at is null;
create index subscriptions_by_seller on subscriptions (seller_id, workspace_id);

-- Kept for good: money was taken.
create table payments (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  seller_id bigint not null references workspaces (id),
  plan text not null,
  days integer not null,
  stars integer not null,
  charge_id text not null unique,
  paid_at timestamptz not null
);
create index payments_by_workspace on payments (workspace_id, id);

-- What of the audit log is about one thing.
create index audit_log_by_details on audit_log using gin (details jsonb_path_ops);

-- A first message that the model proposes to an operator.
alter table ai_answers drop constraint ai_answers_purpose_check;
alter table ai_answers add check (purpose in ('answer', 'judge', 'opening'));
alter table ai_answers drop constraint ai_answers_outcome_check;
alter table ai_answers add check (outcome in ('pending', 'answer', 'verdict', 'opening', 'hand_over'));
