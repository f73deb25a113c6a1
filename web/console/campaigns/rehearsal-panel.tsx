import {
  Alert,
  Button,
  Collapse,
  Group,
  NumberInput,
  Progress,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Empty, Failure, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { formatExact, When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { RehearsalReport } from './rehearsal-report.tsx';
import { rehearsalTexts } from './rehearsal-texts.ts';
import {
  isUnderWay,
  type Mood,
  type Rehearsal,
  useCancelRehearsal,
  useRehearsal,
  useRehearsals,
  useRehearse,
} from './use-rehearsals.ts';

/** Starting a rehearsal, watching it, reading what it found out. */
export function RehearsalPanel({ campaign }: { campaign: number }) {
  const t = useTexts(rehearsalTexts);
  const mayWrite = useMay()('outreach.write');
  const query = useRehearsals(campaign);
  const [address, setAddress] = useAddress();
  const open = (id: number) => setAddress({ rehearsal: String(id) });
  return (
    <Loaded query={query}>
      {({ rehearsals }) => {
        const shown = Number(address['rehearsal']) || rehearsals[0]?.id;
        return (
          <Stack>
            <Text size="sm" c="dimmed">
              {t.rehearsalHint}
            </Text>
            {mayWrite && (
              <StartForm
                campaign={campaign}
                isAgain={rehearsals.length > 0}
                isBusy={rehearsals.some(isUnderWay)}
                onStarted={open}
              />
            )}
            {rehearsals.length > 1 && (
              <Select
                label={t.rehearsals}
                maw={320}
                allowDeselect={false}
                value={String(shown)}
                data={rehearsals.map((one) => ({
                  value: String(one.id),
                  label: `${t.rehearsalOf(one.id)} · ${t.rehearsalStatuses[one.status]}`,
                }))}
                onChange={(id) => id && open(Number(id))}
              />
            )}
            {shown === undefined ? (
              <Empty title={t.noRehearsals} />
            ) : (
              <OneRehearsal key={shown} id={shown} />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

const usualMoods: Record<Mood, number> = {
  silent: 45,
  interested: 25,
  asks: 12,
  refuses: 12,
  angry: 3,
  blocks: 3,
};

type StartFormProps = {
  campaign: number;
  isAgain: boolean;
  isBusy: boolean;
  onStarted: (id: number) => void;
};

function StartForm({ campaign, isAgain, isBusy, onStarted }: StartFormProps) {
  const t = useTexts(rehearsalTexts);
  const [isOpen, { toggle }] = useDisclosure();
  const [people, setPeople] = useState(200);
  const [personas, setPersonas] = useState(usualMoods);
  const start = useRehearse(campaign, onStarted);
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <NumberInput
          label={t.howMany}
          value={people}
          min={1}
          max={200}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => setPeople(Math.max(1, Number(value) || 1))}
          w={220}
        />
        <Button
          onClick={() => start.mutate({ people, personas })}
          loading={start.isPending}
          disabled={isBusy}
        >
          {isBusy ? t.rehearsing : isAgain ? t.rehearseAgain : t.rehearse}
        </Button>
        <Button variant="subtle" onClick={toggle} aria-expanded={isOpen}>
          {t.moodsTitle}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Text size="xs" c="dimmed" mb="xs">
          {t.moodsHint}
        </Text>
        <SimpleGrid cols={{ base: 2, sm: 3, md: 6 }} spacing="xs">
          {(Object.keys(usualMoods) as Mood[]).map((mood) => (
            <NumberInput
              key={mood}
              size="xs"
              label={t.moods[mood]}
              value={personas[mood]}
              min={0}
              max={1_000}
              onChange={(value) => setPersonas({ ...personas, [mood]: Number(value) || 0 })}
            />
          ))}
        </SimpleGrid>
      </Collapse>
      {start.error && <Failure error={start.error} />}
    </Stack>
  );
}

function OneRehearsal({ id }: { id: number }) {
  const t = useTexts(rehearsalTexts);
  const query = useRehearsal(id);
  return (
    <Loaded query={query}>
      {({ rehearsal }) => {
        if (isUnderWay(rehearsal)) return <UnderWay rehearsal={rehearsal} />;
        if (rehearsal.report)
          return (
            <Stack gap="xs">
              <Text size="sm" c="dimmed">
                {t.rehearsalOf(rehearsal.id)} · <When at={rehearsal.finished_at} />
              </Text>
              <RehearsalReport report={rehearsal.report} />
            </Stack>
          );
        return (
          <Alert color={rehearsal.status === 'cancelled' ? 'gray' : 'red'} variant="light">
            <Text size="sm" c="bright">
              {rehearsal.error ??
                (rehearsal.status === 'cancelled'
                  ? t.cancelled
                  : t.rehearsalStatuses[rehearsal.status])}
            </Text>
          </Alert>
        );
      }}
    </Loaded>
  );
}

/** Percent: a bar that has begun is seen from its first moment. */
const LEAST_SEEN = 3;

/** As it is played: how many talks are over, and what the sandbox's clock shows. */
function UnderWay({ rehearsal }: { rehearsal: Rehearsal }) {
  const t = useTexts(rehearsalTexts);
  const { language } = useLanguage();
  const mayCancel = useMay()('jobs.write');
  const cancel = useCancelRehearsal(rehearsal.id);
  const { done, total } = rehearsal.progress;
  const words =
    rehearsal.status === 'queued'
      ? t.rehearsalQueued
      : total === null
        ? t.rehearsalStarting
        : t.settledPeople(formatNumber(done, language), formatNumber(total, language));
  return (
    <Alert color="blue" variant="light">
      <Stack gap="xs">
        <Text size="sm" fw={600} c="bright">
          {t.rehearsing}
        </Text>
        <Progress
          value={Math.max(LEAST_SEEN, total ? (done / total) * 100 : 0)}
          animated
          aria-label={t.rehearsing}
        />
        <Group justify="space-between">
          <Stack gap={0}>
            <Text size="sm" c="bright" role="status">
              {words}
            </Text>
            {rehearsal.simulated_at && (
              <Text size="sm" c="bright">
                {t.simulatedNow}: {formatExact(new Date(rehearsal.simulated_at), language)}
              </Text>
            )}
          </Stack>
          {mayCancel && (
            <Button
              size="xs"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(undefined)}
            >
              {t.cancel}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
