-- Payments that are given back, and what customers ask the team of the service.

-- Which bot took the Stars and from whom: both are asked for when they are given back.
alter table payments add column bot_id bigint references bots (id);
alter table payments add column payer_id bigint;
update payments p set
  bot_id = (select seller_bot_id from workspaces w where w.id = p.workspace_id),
  payer_id = (select c.telegram_id from operator_chats c where c.workspace_id = p.workspace_id
    order by c.linked_at, c.telegram_id limit 1);

-- refunding: Telegram is asked, or was, and its answer isn't known yet.
alter table payments add column refund_state text
  check (refund_state in ('refunding', 'refunded', 'refused'));
-- when Telegram is asked next, how often it was asked without an answer, and what it said at last
alter table payments add column refund_due_at timestamptz;
alter table payments add column refund_tries integer not null default 0;
alter table payments add column refund_problem text;
alter table payments add column refunded_at timestamptz;
create index payments_to_refund on payments (bot_id, refund_due_at) where refund_state = 'refunding';
create index payments_by_seller on payments (seller_id, id);

-- What customers of a sales bot ask the team of the service, and what they were answered.
create table customer_questions (
  id bigint generated always as identity primary key,
  -- whose customer asks
  workspace_id bigint not null references workspaces (id),
  customer_id bigint not null references workspaces (id),
  telegram_id bigint not null,
  words text not null,
  -- of the update by which it came: done once more after a crash, it is no second question
  key text not null,
  asked_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  unique (workspace_id, key)
);
create index customer_questions_by_workspace on customer_questions (workspace_id, id);
create index customer_questions_by_person on customer_questions (workspace_id, telegram_id);
