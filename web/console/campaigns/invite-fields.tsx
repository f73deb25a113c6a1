import { Radio, Select, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import type { Fields, FieldsProps } from './campaign.ts';
import { wizardTexts } from './wizard-texts.ts';

type Invite = NonNullable<Fields['invite']>;

/** Whether the people of a campaign are invited into a chat, which one, and how. */
export function InviteFields(props: FieldsProps) {
  const t = useTexts(wizardTexts);
  const { value, onChange, isReadOnly = false } = props;
  const [wants, setWants] = useState(value.invite !== null);
  return (
    <Stack gap="sm" maw={560}>
      <Switch
        label={t.invite}
        description={t.inviteHint}
        checked={wants}
        disabled={isReadOnly}
        onChange={(event) => {
          setWants(event.currentTarget.checked);
          if (!event.currentTarget.checked) onChange({ invite: null });
        }}
      />
      {wants && <ChatFields {...props} />}
    </Stack>
  );
}

function useInviteChats() {
  return useQuery({
    queryKey: ['accounts', 'invite-chats'],
    queryFn: ({ signal }) => take(api.GET('/campaigns/invite-chats', { signal })),
  });
}

function ChatFields({ value, onChange, isReadOnly = false }: FieldsProps) {
  const t = useTexts(wizardTexts);
  const query = useInviteChats();
  const { invite } = value;
  const change = (part: Partial<Invite>) => invite && onChange({ invite: { ...invite, ...part } });
  return (
    <Loaded query={query}>
      {({ chats }) =>
        chats.length === 0 ? (
          <Text size="sm">{t.noInviteChats}</Text>
        ) : (
          <Stack gap="sm">
            <Select
              label={t.inviteChat}
              description={t.inviteChatHint}
              value={invite ? String(invite.chat) : null}
              error={!invite && t.inviteChatMissing}
              withAsterisk
              readOnly={isReadOnly}
              allowDeselect={false}
              searchable
              data={chats.map(({ chat, title }) => ({ value: String(chat), label: title }))}
              onChange={(chosen) => {
                const found = chats.find(({ chat }) => String(chat) === chosen);
                if (!found) return;
                const { way = 'link', fallback_to_link = true } = invite ?? {};
                onChange({
                  invite: { chat: found.chat, way, fallback_to_link },
                  accounts: found.accounts,
                  account_tags: [],
                });
              }}
            />
            <Radio.Group
              label={t.inviteWay}
              value={invite?.way ?? 'link'}
              readOnly={isReadOnly}
              onChange={(way) => change({ way: way === 'add' ? 'add' : 'link' })}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="link" label={t.inviteByLink} disabled={!invite} />
                <Radio value="add" label={t.inviteByAdding} disabled={!invite} />
              </Stack>
            </Radio.Group>
            {invite?.way === 'add' && (
              <Switch
                label={t.inviteFallback}
                checked={invite.fallback_to_link}
                disabled={isReadOnly}
                onChange={(event) => change({ fallback_to_link: event.currentTarget.checked })}
              />
            )}
          </Stack>
        )
      }
    </Loaded>
  );
}
