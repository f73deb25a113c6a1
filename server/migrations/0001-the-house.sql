-- Everything belongs to a workspace, and references between rows carry the workspace with them,
-- so that none can cross from one to another.

create table workspaces (
  id bigint generated always as identity primary key,
  name text not null,
  language text not null check (language in ('ru', 'en')),
  time_zone text not null,
  created_at timestamptz not null
);

-- The numbers people see (acc_5, dialog 12) count per workspace.
create table counters (
  workspace_id bigint not null references workspaces (id),
  noun text not null,
  last int not null,
  primary key (workspace_id, noun)
);

create table operators (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  name text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'specialist')),
  created_at timestamptz not null,
  disabled_at timestamptz,
  unique (workspace_id, id)
);

create table api_keys (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  name text not null,
  token_hash bytea not null unique,
  hint text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'specialist')),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  unique (workspace_id, id)
);

create table settings (
  workspace_id bigint not null references workspaces (id),
  name text not null,
  value jsonb,
  secret bytea,
  updated_at timestamptz not null,
  primary key (workspace_id, name),
  check ((value is null) <> (secret is null))
);

-- One row per running process; it is alive while its heartbeat is fresh. Times are the database's,
-- the one clock that all processes share.
create table workers (
  id uuid primary key,
  name text not null,
  started_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- What the whole installation must remember, such as whose key its secrets were sealed with.
create table installation (
  name text primary key,
  value text not null
);

-- ---------------------------------------------------------------------------------------------
-- What happened: one table, written with the fact, read by cursors.

create table events (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  workspace_id bigint not null references workspaces (id),
  type text not null,
  at timestamptz not null,
  actor jsonb not null,
  sender_id bigint,
  contact_id bigint,
  message_id bigint,
  data jsonb not null
);
create index events_in_order on events (xid, id);
create index events_of_workspace on events (workspace_id, id);

create table event_cursors (
  reader text primary key,
  xid xid8 not null,
  id bigint not null
);

-- Who did what, chained by keyed hash: a row removed or changed later shows.
create table audit_log (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  event_id bigint not null,
  at timestamptz not null,
  actor jsonb not null,
  action text not null,
  details jsonb not null,
  hash bytea not null,
  unique (workspace_id, event_id)
);
create index audit_log_of_workspace on audit_log (workspace_id, id);

-- Where each chain ends, sealed, so that entries cut off its end show as well.
create table audit_heads (
  workspace_id bigint primary key references workspaces (id),
  entry_id bigint not null,
  hash bytea not null,
  seal bytea not null
);

-- ---------------------------------------------------------------------------------------------
-- People and whether we may write to them.

create table sources (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  name text not null,
  basis text not null
    check (basis in ('opt_in', 'customer', 'inbound', 'contract', 'public_business')),
  note text not null default '',
  created_at timestamptz not null,
  unique (workspace_id, id)
);
create unique index sources_by_name on sources (workspace_id, lower(name));

create table contacts (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  telegram_id bigint,
  username text check (username = lower(username)),
  phone text check (phone like '+%'),
  first_name text not null default '',
  last_name text not null default '',
  consent_id bigint,
  opted_out_at timestamptz,
  created_at timestamptz not null,
  unique (workspace_id, id)
);
create unique index contacts_by_telegram_id on contacts (workspace_id, telegram_id);
create unique index contacts_by_username on contacts (workspace_id, username);
create unique index contacts_by_phone on contacts (workspace_id, phone);

create table consents (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  contact_id bigint not null,
  source_id bigint not null,
  given_at timestamptz not null,
  evidence jsonb not null,
  unique (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, source_id) references sources (workspace_id, id)
);
create index consents_of_contact on consents (workspace_id, contact_id);
alter table contacts
  add foreign key (workspace_id, consent_id) references consents (workspace_id, id)
  deferrable initially deferred;

-- Keyed hashes, so that the list outlives the people on it.
create table do_not_contact (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  kind text not null check (kind in ('telegram_id', 'username', 'phone')),
  identifier_hash bytea not null,
  reason text not null,
  evidence jsonb not null,
  created_at timestamptz not null,
  lifted_at timestamptz,
  lifted_because text,
  unique (workspace_id, id)
);
create unique index do_not_contact_by_hash
  on do_not_contact (workspace_id, kind, identifier_hash) where lifted_at is null;

-- ---------------------------------------------------------------------------------------------
-- Who can speak: accounts now, bots and business connections beside them.

create table senders (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  kind text not null check (kind in ('account', 'bot', 'business_connection')),
  -- who holds it; the fence grows with every hand-over
  worker_id uuid,
  fence bigint not null default 0,
  -- when the next unprompted message may leave; null: at once
  free_at timestamptz,
  removed_at timestamptz,
  unique (workspace_id, id)
);
create index senders_held on senders (worker_id) where removed_at is null;

create table sender_days (
  workspace_id bigint not null,
  sender_id bigint not null,
  day date not null,
  sent int not null default 0,
  first int not null default 0,
  answers int not null default 0,
  primary key (sender_id, day),
  foreign key (workspace_id, sender_id) references senders (workspace_id, id)
);

-- What one process asks of the one that holds a sender. Arguments are sealed: some are passwords.
create table sender_requests (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  sender_id bigint,
  verb text not null,
  args bytea not null,
  deadline timestamptz not null,
  claimed_by uuid,
  finished_at timestamptz,
  result jsonb,
  error jsonb,
  foreign key (workspace_id, sender_id) references senders (workspace_id, id)
);
create index sender_requests_open on sender_requests (sender_id, id) where finished_at is null;

create table accounts (
  id bigint primary key,
  workspace_id bigint not null,
  number int not null,
  name text not null,
  telegram_id bigint unique,
  -- of a deleted account: should it come back, its dialogs go on
  former_telegram_id bigint,
  phone text,
  username text,
  first_name text not null default '',
  last_name text not null default '',

  status text not null check (status in
    ('checking', 'warming', 'active', 'cooldown', 'limited', 'banned', 'disabled')),
  status_since timestamptz not null,
  status_reason text not null,
  status_until timestamptz,
  previous_status text,
  -- pauses outlast each other: what ends one leads back into the other while it holds
  cooldown_until timestamptz,
  limited_since timestamptz,
  needs_sign_in boolean not null default false,
  warmup_started_on date,

  session bytea,
  session_key_hash bytea unique,
  session_file text,
  backup_files jsonb not null default '[]',

  use_proxy boolean not null default false,
  proxy_type text check (proxy_type in ('socks5', 'http', 'mtproto')),
  proxy_host text,
  proxy_port int,
  proxy_user text,
  proxy_password bytea,

  max_daily_active int,
  max_daily_warming int,
  max_daily_messages int,
  max_daily_answers int,
  min_message_delay int,

  total_sent bigint not null default 0,
  flood_count int not null default 0,
  -- floods that came soon after each other; the cooldown grows by them
  flood_streak int not null default 0,
  flooded_at timestamptz,
  last_used_at timestamptz,
  connection text not null default 'offline'
    check (connection in ('offline', 'connecting', 'online', 'failed')),
  last_error text,
  last_error_at timestamptz,
  restrictions jsonb not null default '[]',
  last_checked_at timestamptz,
  next_check_at timestamptz,
  notes text not null default '',
  tags text[] not null default '{}',
  added_at timestamptz not null,
  unique (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, id) references senders (workspace_id, id)
);
create unique index accounts_by_name on accounts (workspace_id, lower(name));
create index accounts_deleted on accounts (workspace_id, former_telegram_id)
  where former_telegram_id is not null;
create index accounts_due_change on accounts (status_until) where status_until is not null;
create index accounts_due_check on accounts (next_check_at) where next_check_at is not null;

-- Where an account's stream of updates stands; written with the messages it brought.
create table account_updates (
  account_id bigint primary key references accounts (id) on delete cascade,
  pts int not null,
  qts int not null,
  date int not null,
  seq int not null
);

-- A user id alone can't be written to: each account needs its own access hash for each person.
create table account_peers (
  account_id bigint not null references accounts (id) on delete cascade,
  user_id bigint not null,
  access_hash bigint not null,
  username text,
  phone text,
  seen_at timestamptz not null,
  primary key (account_id, user_id)
);
create index account_peers_of_user on account_peers (user_id);
create index account_peers_by_username on account_peers (account_id, username);
create index account_peers_by_phone on account_peers (account_id, phone);

create table account_logins (
  id uuid primary key,
  workspace_id bigint not null references workspaces (id),
  phone text not null,
  state bytea not null,
  step text not null check (step in ('code', 'password')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table account_imports (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  origin text not null check (origin in ('upload', 'process', 'incoming')),
  file_name text not null,
  status text not null check (status in ('running', 'done', 'failed')),
  worker_id uuid,
  -- size and time of change of the file: an unchanged file that failed isn't tried again
  stamp text not null,
  retry_at timestamptz,
  result jsonb,
  started_at timestamptz not null,
  finished_at timestamptz,
  unique (workspace_id, id)
);
create unique index account_imports_running
  on account_imports (workspace_id, file_name) where status = 'running' and origin <> 'upload';
create index account_imports_by_file on account_imports (workspace_id, file_name, id);

-- ---------------------------------------------------------------------------------------------
-- What is said.

create table dialogs (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  number int not null,
  sender_id bigint not null,
  contact_id bigint not null,
  status text not null default 'active'
    check (status in ('active', 'stopped', 'converted', 'completed', 'failed', 'waiting')),
  created_at timestamptz not null,
  first_out_at timestamptz,
  last_out_at timestamptz,
  last_in_at timestamptz,
  -- the person can't be reached any more (a block, privacy, PEER_FLOOD): nobody else may try
  lost_because text,
  unique (workspace_id, id),
  unique (workspace_id, number),
  unique (workspace_id, sender_id, contact_id),
  foreign key (workspace_id, sender_id) references senders (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index dialogs_of_contact on dialogs (workspace_id, contact_id);

-- Files made ready to be sent, once for each file and type.
create table media (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  type text not null check (type in ('photo', 'video', 'video_note', 'voice', 'document')),
  source_hash bytea not null,
  file_name text not null,
  mime_type text not null,
  size bigint not null,
  width int,
  height int,
  duration_seconds int,
  waveform bytea,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  unique (workspace_id, id)
);
create unique index media_by_source on media (workspace_id, type, source_hash, file_name);

create table media_uploads (
  workspace_id bigint not null,
  media_id bigint not null,
  sender_id bigint not null,
  reference bytea not null,
  uploaded_at timestamptz not null,
  primary key (media_id, sender_id),
  foreign key (workspace_id, media_id) references media (workspace_id, id) on delete cascade,
  foreign key (workspace_id, sender_id) references senders (workspace_id, id)
);

create table messages (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  dialog_id bigint not null,
  sender_id bigint not null,
  contact_id bigint not null,
  direction text not null check (direction in ('in', 'out')),
  type text not null
    check (type in ('text', 'photo', 'video', 'video_note', 'voice', 'document')),
  content text not null default '',
  media_id bigint,
  attachment jsonb,
  telegram_id int,
  created_at timestamptz not null,
  -- when Telegram took it or the person wrote it
  sent_at timestamptz,

  status text not null check (status in
    ('received', 'queued', 'sending', 'sent', 'failed', 'cancelled', 'unconfirmed')),
  lane text check (lane in ('first', 'next', 'answer')),
  random_id bigint,
  due_at timestamptz,
  -- the caller waits until then; afterwards the message may not leave any more
  decide_by timestamptz,
  keeps_quiet_hours boolean not null default true,
  origin text,
  origin_id bigint,
  answers_id bigint,
  idempotency_key text,
  request_hash bytea,
  passed_at timestamptz,
  fence bigint,
  attempts int not null default 0,
  proxy_used boolean,
  error jsonb,

  unique (workspace_id, id),
  foreign key (workspace_id, dialog_id) references dialogs (workspace_id, id),
  foreign key (workspace_id, sender_id) references senders (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, media_id) references media (workspace_id, id)
);
create index messages_due on messages (sender_id, lane, due_at, id) where status = 'queued';
create index messages_waited_for on messages (sender_id)
  where status = 'queued' and decide_by is not null;
create index messages_in_flight on messages (sender_id) where status = 'sending';
create index messages_open_for_contact on messages (workspace_id, contact_id)
  where status in ('queued', 'sending');
create unique index messages_heard on messages (sender_id, telegram_id) where direction = 'in';
create index messages_of_dialog on messages (workspace_id, dialog_id, id);
create index messages_of_contact on messages (workspace_id, contact_id, id);
create unique index messages_by_idempotency_key on messages (workspace_id, idempotency_key)
  where idempotency_key is not null;

-- Why a message didn't leave when it wanted to: each time the gate held it back, and why.
create table gate_decisions (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  message_id bigint not null,
  at timestamptz not null,
  verdict text not null check (verdict in ('passed', 'deferred', 'refused')),
  reason text not null,
  until timestamptz,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
);
create index gate_decisions_of_message on gate_decisions (workspace_id, message_id, id);

-- ---------------------------------------------------------------------------------------------
-- Who else is told.

create table webhook_endpoints (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  -- whose body is posted: the one that the n8n workflow of that name expects
  form text not null check (form in ('incoming', 'status', 'account')),
  url text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  unique (workspace_id, id),
  unique (workspace_id, form)
);

create table webhook_deliveries (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  endpoint_id bigint not null,
  event_id bigint not null,
  status text not null check (status in ('pending', 'delivered', 'dead')),
  attempts int not null default 0,
  due_at timestamptz,
  claimed_until timestamptz,
  last_status int,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz,
  unique (endpoint_id, event_id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id)
    on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'pending';
create index webhook_deliveries_of_workspace on webhook_deliveries (workspace_id, id);
create index webhook_deliveries_dead on webhook_deliveries (workspace_id, id)
  where status = 'dead';
