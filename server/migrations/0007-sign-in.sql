-- How operators sign in to the console, and what API keys are narrowed to.

-- Some of what the key's role may do; null: all of it.
alter table api_keys add column scopes jsonb;

alter table operators
  -- in lower case; nobody else of the whole installation has it
  add column login text unique check (login = lower(login)),
  -- argon2id in the PHC format
  add column password_hash text,
  -- sealed; the pending one waits for its first code
  add column totp_secret bytea,
  add column totp_pending bytea,
  -- the half minute whose code was used last: each works once
  add column totp_last_step bigint,
  add column last_seen_at timestamptz,
  add check (login is not null or password_hash is null);

-- Who is signed in. A session that ended has no row.
create table operator_sessions (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  operator_id bigint not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  address text,
  user_agent text,
  unique (workspace_id, id),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);
create index operator_sessions_of_operator on operator_sessions (workspace_id, operator_id, id);

-- Links that let somebody in once. A used one has no row.
create table sign_in_links (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  operator_id bigint not null,
  -- session: signs in; invitation: sets login and password first
  kind text not null check (kind in ('session', 'invitation')),
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  unique (workspace_id, id),
  foreign key (workspace_id, operator_id) references operators (workspace_id, id) on delete cascade
);
create index sign_in_links_of_operator on sign_in_links (workspace_id, operator_id, kind);

-- Tries that strangers have: by a keyed hash of an address, a login or an operator. They belong to no
-- workspace, since a stranger doesn't either.
create table sign_in_tries (
  key_hash bytea primary key,
  tries int not null,
  since timestamptz not null,
  last_at timestamptz not null
);

-- The code that makes the first owner: good while the process that printed it lives.
create table set_up_codes (
  worker_id uuid primary key references workers (id) on delete cascade,
  code_hash bytea not null
);
