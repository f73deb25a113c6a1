import { Alert, Button, Divider, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { AccountsFields } from './accounts-fields.tsx';
import { type Campaign, type Fields, fieldsOf } from './campaign.ts';
import { RulesFields } from './rules-fields.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { campaignsTexts } from './texts.ts';
import { wizardTexts } from './wizard-texts.ts';

/** What may be changed of a campaign, under way too; it counts from the next message on. */
export function SettingsTab({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const wizard = useTexts(wizardTexts);
  const mayWrite = useMay()('outreach.write');
  const isReadOnly = !mayWrite || campaign.status === 'done';
  const [edits, setEdits] = useState<Partial<Fields>>({});
  // Forms keep words of their own while they are typed: begun anew when all is discarded.
  const [round, setRound] = useState(0);
  const isChanged = Object.keys(edits).length > 0;
  const save = useAction(
    () =>
      take(api.PATCH('/campaigns/{id}', { params: { path: { id: campaign.id } }, body: edits })),
    {
      refreshes: ['campaigns', 'campaign-forecast'],
      quiet: true,
      onDone: () => {
        setEdits({});
        notifyDone(t.saved);
      },
    },
  );
  const fields = {
    value: { ...fieldsOf(campaign), ...edits },
    onChange: (change: Partial<Fields>) => setEdits((before) => ({ ...before, ...change })),
    isReadOnly,
  };
  return (
    <Stack maw={760} key={round}>
      {campaign.status !== 'draft' && (
        <Alert color="gray" variant="light">
          <Text size="sm" c="bright">
            {campaign.status === 'done' ? t.isDone : t.fixedNow}
          </Text>
        </Alert>
      )}
      <TextInput
        label={t.name}
        value={fields.value.name}
        readOnly={isReadOnly}
        maxLength={200}
        required
        onChange={(event) => fields.onChange({ name: event.currentTarget.value })}
      />
      <Heading title={wizard.steps.accounts} />
      <AccountsFields {...fields} />
      <Heading title={wizard.steps.schedule} />
      <ScheduleFields {...fields} />
      <Heading title={wizard.steps.rules} />
      <RulesFields {...fields} />
      {save.error && <Failure error={save.error} />}
      {!isReadOnly && (
        <Group>
          <Button
            onClick={() => save.mutate(undefined)}
            loading={save.isPending}
            disabled={!isChanged || fields.value.name.trim() === ''}
          >
            {t.save}
          </Button>
          {isChanged && (
            <Button
              variant="default"
              onClick={() => {
                setEdits({});
                setRound(round + 1);
              }}
            >
              {t.discard}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Heading({ title }: { title: string }) {
  return (
    <div>
      <Divider mb="sm" />
      <Title order={2} size="h5">
        {title}
      </Title>
    </div>
  );
}
