-- Figures: what was sent, answered, refused and reached, counted as it happens.

-- One row for each event that counts, with what it counts as. No person stands in it: figures stay
-- when people are merged and erased. All counts below are made from these rows, and can be again.
create table analytics_facts (
  workspace_id bigint not null references workspaces (id),
  -- in the order in which they are counted; one reader at a time writes them
  place bigint generated always as identity,
  event_id bigint not null unique,
  at timestamptz not null,
  what text not null check (what in ('sent', 'failed', 'reply', 'agreed', 'refusal', 'corrected',
    'converted', 'flood')),
  -- 0: none
  sender_id bigint not null,
  campaign_id bigint not null,
  source_id bigint not null,
  lane text not null,
  -- of the campaign's message that it is, or that it came after
  kind text not null,
  stage smallint not null,
  variant smallint not null,
  cause text not null,
  -- the first one of its sort after that message
  is_first boolean not null,
  -- the first one of its sort of its person
  is_new boolean not null,
  primary key (workspace_id, place)
);

-- What has been counted of each person, so that nobody counts as two. Of an erased person only that
-- stays. Without a reference to the contact: counting waits for nobody who works on people.
create table analytics_people (
  workspace_id bigint not null references workspaces (id),
  contact_id bigint not null,
  -- where they came from when they were first counted
  source_id bigint not null,
  was_written_to boolean not null,
  has_replied boolean not null,
  has_refused boolean not null,
  has_converted boolean not null,
  primary key (workspace_id, contact_id)
);

-- A count of all facts by the days of one time zone. When the zone changes, a new one is made beside
-- the one that is shown.
create table analytics_tallies (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces (id),
  time_zone text not null,
  -- up to this fact, and when it happened
  counted_to bigint not null default 0,
  counted_at timestamptz,
  is_shown boolean not null,
  unique (workspace_id, id)
);
create unique index analytics_tallies_shown on analytics_tallies (workspace_id) where is_shown;

-- Each fact counts in eight rows: for its campaign, account and source, and for all (-1) of each. So
-- every filter reads rows of its own, as many as there are days. 0: without any.
create table analytics_days (
  workspace_id bigint not null,
  tally_id bigint not null,
  campaign_id bigint not null,
  sender_id bigint not null,
  source_id bigint not null,
  day date not null,
  sent int not null,
  first int not null,
  follow int not null,
  answers int not null,
  failed int not null,
  replies int not null,
  refusals int not null,
  corrected int not null,
  converted int not null,
  floods int not null,
  -- people, each once
  people_written_to int not null,
  people_replied int not null,
  people_refused int not null,
  people_converted int not null,
  primary key (tally_id, campaign_id, sender_id, source_id, day),
  foreign key (workspace_id, tally_id) references analytics_tallies (workspace_id, id)
);

-- Of the latest three months alone: what is older is looked at by days.
create table analytics_hours (
  workspace_id bigint not null,
  tally_id bigint not null,
  campaign_id bigint not null,
  sender_id bigint not null,
  source_id bigint not null,
  hour timestamptz not null,
  sent int not null,
  replies int not null,
  refusals int not null,
  converted int not null,
  primary key (tally_id, campaign_id, sender_id, source_id, hour),
  foreign key (workspace_id, tally_id) references analytics_tallies (workspace_id, id)
);

create index analytics_hours_by_age on analytics_hours (tally_id, hour);

create table analytics_stages (
  workspace_id bigint not null,
  tally_id bigint not null,
  campaign_id bigint not null,
  sender_id bigint not null,
  source_id bigint not null,
  day date not null,
  kind text not null,
  stage smallint not null,
  variant smallint not null,
  sent int not null,
  failed int not null,
  replied int not null,
  agreed int not null,
  refused int not null,
  converted int not null,
  primary key (tally_id, campaign_id, sender_id, source_id, day, kind, stage, variant),
  foreign key (workspace_id, tally_id) references analytics_tallies (workspace_id, id)
);

create table analytics_causes (
  workspace_id bigint not null,
  tally_id bigint not null,
  campaign_id bigint not null,
  sender_id bigint not null,
  source_id bigint not null,
  day date not null,
  what text not null check (what in ('failed', 'refusal')),
  cause text not null,
  number int not null,
  primary key (tally_id, campaign_id, sender_id, source_id, day, what, cause),
  foreign key (workspace_id, tally_id) references analytics_tallies (workspace_id, id)
);

-- How many people have a source: counted anew now and then, for a million can't be counted each time
-- somebody looks.
create table analytics_sources (
  workspace_id bigint not null,
  source_id bigint not null,
  people int not null,
  counted_at timestamptz not null,
  primary key (workspace_id, source_id),
  foreign key (workspace_id, source_id) references sources (workspace_id, id)
);

-- From the beginning of all that ever happened.
insert into event_cursors (reader, xid, id) values ('analytics', '0', 0);

-- Who has waited for a person longest.
create index dialogs_waiting on dialogs (workspace_id, waiting_since, id) where status = 'waiting';

-- Whether a campaign was ever rehearsed.
create index jobs_rehearsals on jobs (workspace_id, id) where kind = 'campaigns.rehearse';
