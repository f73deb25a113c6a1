-- What bots tell the team by themselves.

-- The language of an operator's app; null: that of the workspace.
alter table operator_chats add column language text check (language in ('ru', 'en'));

-- Words to operators that wait to be said. The bot may be another workspace's: that of the service
-- whose customer the operator is.
create table bot_posts (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  bot_id bigint not null references bots (id) on delete cascade,
  chat_id bigint not null,
  -- what led to it: told a second time, it makes no second post
  key text not null,
  -- forgotten when they are said or given up: they tell of people
  words jsonb,
  -- whom they tell of
  contact_id bigint,
  due_at timestamptz not null,
  tries smallint not null default 0,
  created_at timestamptz not null,
  done_at timestamptz,
  dropped_because text,
  unique (workspace_id, key),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index bot_posts_to_say on bot_posts (bot_id, chat_id, id) where done_at is null;
create index bot_posts_done on bot_posts (done_at) where done_at is not null;
create index bot_posts_about on bot_posts (workspace_id, contact_id) where contact_id is not null;

-- Messages to operators that are kept up to date in place.
create table bot_boards (
  workspace_id bigint not null,
  operator_id bigint not null,
  bot_id bigint not null references bots (id) on delete cascade,
  chat_id bigint not null,
  message_id bigint not null,
  -- the word of the board and what it is about: campaign:12
  board text not null,
  language text not null check (language in ('ru', 'en')),
  -- a hash of what is shown
  shown bytea,
  -- when it is looked at next, and how long nothing has changed
  due_at timestamptz not null,
  calm_seconds integer not null default 0,
  ends_at timestamptz not null,
  primary key (bot_id, chat_id, board),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);
create index bot_boards_due on bot_boards (bot_id, due_at);

-- What an operator is about to be told, in ids only.
create table notices (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  operator_id bigint not null,
  kind text not null,
  event_id bigint not null,
  at timestamptz not null,
  about jsonb not null,
  unique (workspace_id, operator_id, event_id),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);
create index notices_by_kind on notices (operator_id, kind, id);

-- How much an operator was told of a kind since when: it is a minute's worth that is bounded.
create table notice_paces (
  workspace_id bigint not null,
  operator_id bigint not null,
  kind text not null,
  since timestamptz not null,
  told integer not null,
  primary key (workspace_id, operator_id, kind),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);

-- What an operator chose; what isn't there is as their role has it.
create table notice_settings (
  workspace_id bigint not null,
  operator_id bigint not null,
  kinds jsonb not null default '{}',
  -- hours of the workspace's day between which nothing sounds
  quiet_from smallint check (quiet_from between 0 and 23),
  quiet_to smallint check (quiet_to between 0 and 23),
  primary key (workspace_id, operator_id),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);

-- The team's forum group, in which dialogs that need a person are topics.
create table team_groups (
  workspace_id bigint primary key references workspaces (id),
  bot_id bigint not null,
  chat_id bigint not null unique,
  title text not null,
  connected_at timestamptz not null,
  -- what Telegram doesn't let the bot do there
  problem text,
  -- who of the group was told that only operators are heard
  strangers bigint[] not null default '{}',
  -- when topics may be looked at again, after Telegram asked to wait
  due_at timestamptz,
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade
);

create table team_topics (
  workspace_id bigint not null references team_groups (workspace_id) on delete cascade,
  dialog_id bigint not null,
  -- null: not made yet
  thread_id bigint,
  -- up to which message of the person, up to when of ours, and which draft of the AI it shows
  told_to bigint not null default 0,
  told_out_at timestamptz,
  -- answers written in the topic that did not leave, and of which that isn't told yet
  failed bigint[] not null default '{}',
  draft_id bigint,
  title text not null default '',
  titled_at timestamptz,
  is_closed boolean not null default false,
  -- the person was erased: the topic goes
  is_erased boolean not null default false,
  -- when something is to be done about it; null: it shows how things stand
  due_at timestamptz,
  -- how often that was noted: what is noted while it is being done isn't lost
  marks bigint not null default 0,
  tries smallint not null default 0,
  primary key (workspace_id, dialog_id),
  foreign key (workspace_id, dialog_id) references dialogs (workspace_id, id) on delete cascade
);
create index team_topics_due on team_topics (workspace_id, due_at) where due_at is not null;
create index team_topics_by_thread on team_topics (workspace_id, thread_id);
