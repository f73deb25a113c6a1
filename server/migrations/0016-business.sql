-- Accounts of Telegram Business that answer through one of the workspace's bots: each is a sender
-- of its own kind. Its sender counts as removed while nobody may write from it.

create table business_connections (
  id bigint primary key,
  workspace_id bigint not null,
  number int not null,
  bot_id bigint not null,
  -- whose account it is; the name is the team's own to see, never in events
  telegram_id bigint not null,
  username text,
  name text not null default '',
  -- Telegram's name for it, another one each time the owner connects the bot
  connection_id text not null,
  can_reply boolean not null default false,
  can_read boolean not null default false,
  -- waiting: for a yes of the team's; removed: by the team; ended: by its owner or with its bot
  status text not null check (status in ('waiting', 'connected', 'removed', 'ended')),
  status_since timestamptz not null,
  -- Telegram asked to wait
  paused_until timestamptz,
  -- the AI that answers in its chats
  role_id bigint,
  unique (workspace_id, id),
  unique (workspace_id, number),
  unique (workspace_id, telegram_id),
  unique (bot_id, connection_id),
  foreign key (workspace_id, id) references senders (workspace_id, id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id),
  foreign key (workspace_id, role_id) references ai_roles (workspace_id, id)
);

-- How a bot hears: it asks Telegram, or Telegram posts to it; and how its own calls leave.
alter table bots
  add column mode text not null default 'polling' check (mode in ('polling', 'webhook')),
  -- what Telegram shows to prove itself; sealed, and kept until Telegram has let go of the webhook
  add column webhook_secret bytea,
  -- the workspace's switch and default proxy hold for bots too
  add column use_proxy boolean not null default true,
  add column proxy_type text check (proxy_type in ('socks5', 'http')),
  add column proxy_host text,
  add column proxy_port int,
  add column proxy_user text,
  add column proxy_password bytea;

-- What was posted to a bot, for as long as Telegram may post it again.
create table bot_posted_updates (
  workspace_id bigint not null,
  bot_id bigint not null,
  update_id bigint not null,
  posted_at timestamptz not null,
  primary key (bot_id, update_id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade
);
create index bot_posted_updates_by_age on bot_posted_updates (bot_id, posted_at);
