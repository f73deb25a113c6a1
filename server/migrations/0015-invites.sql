-- Invitations into chats.

-- A message may be no words at all: its person is brought into a chat.
alter table messages drop constraint messages_type_check;
alter table messages add constraint messages_type_check check
  (type in ('text', 'photo', 'video', 'video_note', 'voice', 'document', 'invite'));
-- of an invite: the chat, as the message's sender addresses it
alter table messages add column chat jsonb;

-- What a campaign invites into: the chat, the way, and what follows where adding isn't allowed.
alter table campaigns add column invite jsonb;

alter table campaign_steps drop constraint campaign_steps_kind_check;
alter table campaign_steps add constraint campaign_steps_kind_check
  check (kind in ('stage', 'follow_up', 'invite'));

-- The accounts of a launched campaign that invites: how each addresses the chat, and its own link.
create table campaign_chats (
  workspace_id bigint not null,
  campaign_id bigint not null,
  sender_id bigint not null,
  access_hash text,
  link text,
  -- why the account may not invite there any more
  lost_because text,
  -- whether it still may, and who came by the link, is looked at again then; null: not any more
  look_at timestamptz,
  -- how many came by the link, whether they had been written to or not
  joined int not null default 0,
  primary key (campaign_id, sender_id),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, sender_id) references senders (workspace_id, id)
);
create index campaign_chats_to_look_at on campaign_chats (look_at) where look_at is not null;
create index campaigns_inviting on campaigns (workspace_id, ((invite ->> 'chat')))
  where invite is not null;
