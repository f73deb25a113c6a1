-- AI roles, knowledge, answers and what they cost.

-- What a workspace decided; what is null comes from the environment, a budget that is null has no
-- bound. The key belongs to the address beside it and is sealed.
create table ai_settings (
  workspace_id bigint primary key references workspaces (id),
  mode text not null check (mode in ('off', 'draft', 'automatic')),
  base_url text,
  api_key bytea,
  model text,
  -- for a million tokens
  price_in double precision check (price_in >= 0),
  price_out double precision check (price_out >= 0),
  budget_cost_micros bigint check (budget_cost_micros >= 0),
  budget_tokens bigint check (budget_tokens >= 0),
  updated_at timestamptz not null,
  check ((price_in is null) = (price_out is null))
);

-- Roles that are removed stay for the answers given in them.
create table ai_roles (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  name text not null,
  prompt text not null,
  tone text not null default '',
  facts text not null default '',
  never_say text[] not null default '{}',
  language text not null default 'auto' check (language in ('auto', 'ru', 'en')),
  -- characters of one answer
  max_length int not null check (max_length between 1 and 4096),
  -- answers in one dialog
  max_answers int not null check (max_answers >= 0),
  -- null: the workspace's
  mode text check (mode in ('off', 'draft', 'automatic')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  unique (workspace_id, id)
);
create unique index ai_roles_by_name on ai_roles (workspace_id, lower(name))
  where removed_at is null;

create table knowledge_documents (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  title text not null,
  kind text not null check (kind in ('text', 'txt', 'md', 'html', 'csv', 'docx')),
  characters int not null,
  passages int not null,
  created_at timestamptz not null,
  unique (workspace_id, id)
);

-- The Russian configuration stems words in Latin letters as English ones: it serves both.
create table knowledge_passages (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  document_id bigint not null,
  position int not null,
  heading text not null,
  content text not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('russian', translate(heading, 'ёЁ', 'еЕ')), 'A')
    || to_tsvector('russian', translate(content, 'ёЁ', 'еЕ'))
  ) stored,
  unique (workspace_id, id),
  foreign key (workspace_id, document_id) references knowledge_documents (workspace_id, id)
    on delete cascade
);
create index knowledge_passages_of_document
  on knowledge_passages (workspace_id, document_id, position);
create index knowledge_passages_by_word on knowledge_passages using gin (search);

-- What was spent on a day in the workspace's time zone. A call adds what it may take at most before
-- it is made, and is corrected to what it took: together they never pass the budget.
create table ai_days (
  workspace_id bigint not null references workspaces (id),
  day date not null,
  calls int not null,
  tokens_in bigint not null,
  tokens_out bigint not null,
  cost_micros bigint not null,
  primary key (workspace_id, day)
);

-- Every call of a model, and every answer that was not even asked for. References to people are
-- checked at the end of a transaction: a merge moves them, erasing takes them away.
create table ai_answers (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  purpose text not null check (purpose in ('answer', 'judge')),
  role_id bigint,
  dialog_id bigint,
  contact_id bigint,
  message_id bigint,
  -- null: no model was asked
  model text,
  -- what the model was given, sealed: it holds people's words
  prompt bytea,
  -- what the model said, whether it was fit or not
  text text,
  outcome text not null check (outcome in ('pending', 'answer', 'verdict', 'hand_over')),
  -- why it was handed over, or the verdict
  reason text,
  -- of an answer alone
  status text check (status in ('draft', 'approved', 'sent', 'discarded')),
  sent_message_id bigint,
  -- whose budget paid
  day date,
  tokens_in int not null default 0,
  tokens_out int not null default 0,
  cost_micros bigint not null default 0,
  latency_ms int,
  created_at timestamptz not null,
  finished_at timestamptz,
  is_erased boolean not null default false,
  unique (workspace_id, id),
  check ((status is not null) = (outcome = 'answer')),
  foreign key (workspace_id, role_id) references ai_roles (workspace_id, id),
  foreign key (workspace_id, dialog_id) references dialogs (workspace_id, id)
    deferrable initially deferred,
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
    deferrable initially deferred,
  foreign key (workspace_id, message_id) references messages (workspace_id, id)
    deferrable initially deferred,
  foreign key (workspace_id, sent_message_id) references messages (workspace_id, id)
    deferrable initially deferred
);
create index ai_answers_of_workspace on ai_answers (workspace_id, id);
create index ai_answers_by_status on ai_answers (workspace_id, status, id)
  where status is not null;
create index ai_answers_of_dialog on ai_answers (workspace_id, dialog_id, id)
  where dialog_id is not null;
create index ai_answers_of_contact on ai_answers (workspace_id, contact_id)
  where contact_id is not null;
create index ai_answers_of_message on ai_answers (workspace_id, message_id)
  where message_id is not null;
create index ai_answers_sent_as on ai_answers (workspace_id, sent_message_id)
  where sent_message_id is not null;
create index ai_answers_pending on ai_answers (created_at) where outcome = 'pending';

-- Who answers where: in one dialog, in a campaign, from an account.
alter table accounts add column role_id bigint,
  add foreign key (workspace_id, role_id) references ai_roles (workspace_id, id);
alter table dialogs
  add foreign key (workspace_id, role_id) references ai_roles (workspace_id, id);
alter table campaigns
  add foreign key (workspace_id, role_id) references ai_roles (workspace_id, id);
