-- People, as a team keeps them: fields, tags, imports, audiences; and the jobs that work on them.

-- How texts are compared where the case of letters doesn't matter: the same in every locale of the
-- database, ё as е.
create function fold_text(value text) returns text
  language sql immutable strict parallel safe
  as $$
    select lower(translate(value,
      'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё',
      'абвгдеежзийклмнопрстуфхцчшщъыьэюяе'))
  $$;

alter table contacts
  add column priority int not null default 5 check (priority between 1 and 10),
  add column status text not null default 'pending'
    check (status in ('pending', 'contacted', 'in_progress', 'completed', 'failed')),
  add column assigned_sender_id bigint,
  add column custom jsonb not null default '{}' check (jsonb_typeof(custom) = 'object'),
  add column tags text[] not null default '{}',
  -- ISO 639-1
  add column language text check (language ~ '^[a-z]{2}$'),
  -- IANA
  add column time_zone text,
  add column notes text not null default '',
  -- of a person who was erased on request: what was said to them has nobody's name on it any more
  add column erased_at timestamptz,
  add foreign key (workspace_id, assigned_sender_id) references senders (workspace_id, id);

-- A consent's contact says its workspace already; checked once more for each of a million people,
-- that takes a good part of an import.
alter table consents drop constraint consents_workspace_id_fkey;

-- For whole names and for how they begin.
drop index contacts_by_username;
create unique index contacts_by_username on contacts (workspace_id, username text_pattern_ops);
drop index contacts_by_phone;
create unique index contacts_by_phone on contacts (workspace_id, phone text_pattern_ops);
-- Names as they are looked for. Columns rather than indexed expressions, since the database keeps
-- no statistics of an expression that it has inlined, and would plan a search by guesswork.
alter table contacts
  add column folded_first_name text generated always as (fold_text(first_name)) stored,
  add column folded_last_name text generated always as (fold_text(last_name)) stored;
create index contacts_by_first_name
  on contacts (workspace_id, folded_first_name text_pattern_ops) where folded_first_name <> '';
create index contacts_by_last_name
  on contacts (workspace_id, folded_last_name text_pattern_ops) where folded_last_name <> '';

-- Pages of lists, newest first. What nearly everybody has needs no index.
create index contacts_by_status on contacts (workspace_id, status, id) where status <> 'pending';
create index contacts_by_language on contacts (workspace_id, language, id)
  where language is not null;
create index contacts_of_sender on contacts (workspace_id, assigned_sender_id, id)
  where assigned_sender_id is not null;
create index contacts_opted_out on contacts (workspace_id, id) where opted_out_at is not null;
create index contacts_without_consent on contacts (workspace_id, id) where consent_id is null;

-- The index by tag: a GIN index gives no order, and a page of the newest must not read everybody
-- who ever had a tag. Kept by the database itself, so that it never differs from `tags`.
create table contact_tags (
  workspace_id bigint not null,
  tag text not null,
  contact_id bigint not null,
  primary key (workspace_id, tag, contact_id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index contact_tags_of_contact on contact_tags (workspace_id, contact_id);

create function index_contact_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from contact_tags t
    where t.workspace_id = new.workspace_id and t.contact_id = new.id and t.tag <> all (new.tags);
  end if;
  insert into contact_tags (workspace_id, tag, contact_id)
  select new.workspace_id, tag, new.id from unnest(new.tags) tag
  on conflict do nothing;
  return null;
end $$;
create trigger contact_tags_of_new after insert on contacts
  for each row when (new.tags <> '{}') execute function index_contact_tags();
create trigger contact_tags_of_changed after update of tags on contacts
  for each row when (new.tags is distinct from old.tags) execute function index_contact_tags();

create index consents_of_source on consents (workspace_id, source_id, contact_id);

-- Which files only an erased person had got.
create index messages_of_media on messages (workspace_id, media_id) where media_id is not null;

-- A list of people, or a filter that finds them anew each time.
create table audiences (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  name text not null,
  kind text not null check (kind in ('list', 'filter')),
  filter jsonb,
  note text not null default '',
  created_at timestamptz not null,
  unique (workspace_id, id),
  check ((kind = 'filter') = (filter is not null))
);
create unique index audiences_by_name on audiences (workspace_id, fold_text(name));

create table audience_members (
  workspace_id bigint not null,
  audience_id bigint not null,
  contact_id bigint not null,
  added_at timestamptz not null,
  primary key (workspace_id, audience_id, contact_id),
  foreign key (workspace_id, audience_id) references audiences (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index audience_members_of_contact on audience_members (workspace_id, contact_id);

-- ---------------------------------------------------------------------------------------------
-- Work that takes longer than a request: done in chunks, each of which keeps its place.

create table jobs (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  kind text not null,
  -- what it is about, for people to read
  title jsonb not null,
  args jsonb not null,
  actor jsonb not null,
  status text not null
    check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  -- where it goes on after a crash; written together with the effects of each chunk
  state jsonb,
  progress jsonb not null default '{}',
  result jsonb,
  -- tries since it last got on
  attempts int not null default 0,
  last_error jsonb,
  worker_id uuid,
  due_at timestamptz not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  unique (workspace_id, id)
);
create index jobs_open on jobs (due_at, id) where status in ('queued', 'running');
create index jobs_by_status on jobs (workspace_id, status, id);
create index jobs_finished on jobs (finished_at) where finished_at is not null;

-- Rows of an imported file that nobody could be made of.
create table import_refusals (
  workspace_id bigint not null,
  job_id bigint not null,
  row_number int not null,
  reason jsonb not null,
  cells jsonb not null,
  primary key (workspace_id, job_id, row_number),
  foreign key (workspace_id, job_id) references jobs (workspace_id, id) on delete cascade
);
