-- Bots of a workspace, what they hear, and the operators who command it from Telegram.

create table bots (
  id bigint primary key,
  workspace_id bigint not null,
  -- sealed; its hash keeps a bot from being two
  token bytea,
  token_hash bytea not null unique,
  -- known from the first connection on
  telegram_id bigint unique,
  username text,
  name text not null default '',
  -- what it is for: admin
  features text[] not null default '{}',
  is_enabled boolean not null default true,
  -- the update up to which everything heard is in bot_updates or done with
  heard_to bigint not null default 0,
  connection text not null default 'offline'
    check (connection in ('offline', 'online', 'failed')),
  last_error text,
  last_error_at timestamptz,
  added_at timestamptz not null,
  unique (workspace_id, id),
  foreign key (workspace_id, id) references senders (workspace_id, id)
);

-- What a bot heard and isn't done with; done with, a row is deleted: it holds people's words.
create table bot_updates (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  bot_id bigint not null,
  update_id bigint not null,
  body jsonb not null,
  heard_at timestamptz not null,
  -- of the holder that took it up, and how many did: one that ends every process isn't taken for ever
  fence bigint,
  tries smallint not null default 0,
  unique (bot_id, update_id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade
);
create index bot_updates_to_do on bot_updates (bot_id, id);

-- What the bot waits for in a chat.
create table bot_questions (
  workspace_id bigint not null,
  bot_id bigint not null,
  chat_id bigint not null,
  step text not null,
  state jsonb,
  asked_at timestamptz not null,
  primary key (bot_id, chat_id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade
);

-- Operators in Telegram: what they write to the workspace's bots counts as done by them.
create table operator_chats (
  workspace_id bigint not null,
  operator_id bigint not null,
  telegram_id bigint not null,
  linked_at timestamptz not null,
  primary key (workspace_id, telegram_id),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);
create index operator_chats_of_operator on operator_chats (workspace_id, operator_id);

-- People who use a bot.
create table bot_subscribers (
  workspace_id bigint not null,
  bot_id bigint not null,
  contact_id bigint not null,
  -- what the link said by which they came
  payload text not null default '',
  started_at timestamptz not null,
  -- they stopped the bot in Telegram
  blocked_at timestamptz,
  primary key (bot_id, contact_id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index bot_subscribers_by_contact on bot_subscribers (workspace_id, contact_id);

-- A link that tells a bot which operator writes to it.
alter table sign_in_links drop constraint sign_in_links_kind_check;
alter table sign_in_links add check (kind in ('session', 'invitation', 'bot'));
