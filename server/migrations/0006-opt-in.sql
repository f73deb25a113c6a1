-- Where people opt in, and the evidence that they did.

create table opt_in_points (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  source_id bigint not null,
  kind text not null check (kind in ('account_link', 'form')),
  -- stands in public addresses: whoever has it may fill the form
  key text not null unique,
  -- what a person's message is recognised by, such as k7f2; people see it as #k7f2
  code text not null,
  status text not null default 'active' check (status in ('active', 'closed')),
  language text not null check (language in ('ru', 'en')),
  title text not null,
  -- what people agree to; the version grows with every change
  agreement text not null default '',
  agreement_version int not null default 1,
  -- what a person sends to opt in, without the code
  words text not null,
  account_id bigint,
  fields jsonb not null default '{}',
  success_text text not null default '',
  allowed_origins text[] not null default '{}',
  acts int not null default 0,
  people int not null default 0,
  last_act_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (workspace_id, id),
  unique (workspace_id, code),
  foreign key (workspace_id, source_id) references sources (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  check (kind <> 'account_link' or account_id is not null),
  check (kind <> 'form' or agreement <> '')
);
create index opt_in_points_of_account on opt_in_points (workspace_id, account_id)
  where account_id is not null;

-- What one person did at a point: wrote its words or filled its form. The evidence stands with the
-- consent that it led to; an act without one is still to be worked in.
create table opt_in_acts (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  point_id bigint not null,
  contact_id bigint not null,
  message_id bigint,
  consent_id bigint,
  at timestamptz not null,
  lifted_stop boolean not null default false,
  -- keyed hash of the visitor's address
  address_hash bytea,
  unique (workspace_id, id),
  unique (workspace_id, message_id),
  foreign key (workspace_id, point_id) references opt_in_points (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, consent_id) references consents (workspace_id, id) on delete cascade
);
create index opt_in_acts_of_contact on opt_in_acts (workspace_id, contact_id, id);
create index opt_in_acts_of_point on opt_in_acts (workspace_id, point_id, contact_id);
create index opt_in_acts_by_consent on opt_in_acts (workspace_id, consent_id);
create index opt_in_acts_pending on opt_in_acts (id) where consent_id is null;
create index opt_in_acts_by_address on opt_in_acts (workspace_id, address_hash, at)
  where address_hash is not null;

-- The evidence about one person: stops that were lifted, and what was decided about them.
create index do_not_contact_history on do_not_contact (workspace_id, identifier_hash);
create index events_about_contacts on events (workspace_id, contact_id, id)
  where type like 'contact.%';
