-- Chats that accounts administer or read.

-- When Telegram was last asked for the chats that an account administers.
alter table accounts add column chats_seen_at timestamptz;

create table account_chats (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  account_id bigint not null,
  -- the Bot API's number; the access hash is this account's own, basic groups need none
  chat_id bigint not null,
  access_hash bigint,
  kind text not null check (kind in ('group', 'supergroup', 'channel')),
  title text not null,
  username text,
  members int,
  place text not null check (place in ('creator', 'admin')),
  may_invite boolean not null,
  seen_at timestamptz not null,
  unique (account_id, chat_id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade
);
create index account_chats_of_account on account_chats (workspace_id, account_id, id);

-- Channels that warming accounts join and read: all of the workspace's, or one of them.
create table warmup_channels (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  account_id bigint,
  -- @name, or an invite link
  reference text not null,
  added_at timestamptz not null,
  unique (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade
);
create unique index warmup_channels_of_all on warmup_channels (workspace_id, reference)
  where account_id is null;
create unique index warmup_channels_of_one on warmup_channels (account_id, reference)
  where account_id is not null;

-- How an account stands to a channel on its list; no row: not tried yet.
create table channel_visits (
  workspace_id bigint not null,
  account_id bigint not null,
  channel_id bigint not null,
  state text not null check (state in ('joined', 'requested', 'refused')),
  chat_id bigint,
  access_hash bigint,
  title text,
  -- why it was refused, in Telegram's words
  problem text,
  since timestamptz not null,
  read_at timestamptz,
  posts_read int not null default 0,
  primary key (account_id, channel_id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references warmup_channels (workspace_id, id)
    on delete cascade
);
create index channel_visits_of_channel on channel_visits (workspace_id, channel_id);

-- When an account goes to its channels next, and what it did there on that day of the workspace's.
create table channel_turns (
  account_id bigint primary key,
  workspace_id bigint not null,
  next_at timestamptz not null,
  day date not null,
  joins int not null default 0,
  reads int not null default 0,
  -- what kept it from going on, in Telegram's words; null: nothing
  problem text,
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade
);
