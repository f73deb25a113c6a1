import { Badge, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../../shared/language.tsx';
import { Loaded } from '../../../shared/states.tsx';
import { When } from '../../../shared/when.tsx';
import { contactsTexts } from '../texts.ts';
import { personTexts } from './texts.ts';
import { type Evidence, useDialogsOf } from './use-person.ts';

/** By what the person may be written to, with the proof of it. */
export function Consents({ evidence }: { evidence: Evidence }) {
  const t = useTexts(personTexts);
  const { consents, opt_ins: optIns } = evidence;
  return (
    <Stack gap="xs">
      {consents.length === 0 && (
        <Text c="dimmed">
          {t.noConsents}. {t.noConsentsHint}
        </Text>
      )}
      {consents.map((consent) => (
        <Paper withBorder p="xs" radius="md" key={consent.id}>
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {consent.source}
            </Text>
            {consent.relied_on && (
              <Badge color="teal" variant="light" c="var(--mantine-color-text)" tt="none" size="sm">
                {t.reliedOn}
              </Badge>
            )}
            <Text size="xs" c="dimmed" component="span">
              <When at={consent.given_at} />
            </Text>
          </Group>
          <Text size="sm">{consent.message}</Text>
          <Proof of={consent.evidence} />
        </Paper>
      ))}
      {optIns.length > 0 && (
        <>
          <Text fw={600} size="sm" mt="xs">
            {t.optIns}
          </Text>
          {optIns.map((act) => (
            <Text size="sm" key={act.id}>
              {act.point}: {act.way === 'form' ? t.byForm : t.byMessage}
              {act.lifted_stop && `, ${t.liftedStop}`} · <When at={act.at} />
            </Text>
          ))}
        </>
      )}
      <Shortened evidence={evidence} list="consents" />
    </Stack>
  );
}

/** When the person was put on the do-not-contact list, why, and whether it was taken back. */
export function Stops({ evidence }: { evidence: Evidence }) {
  const t = useTexts(personTexts);
  const room = useTexts(contactsTexts);
  const { stops } = evidence;
  if (stops.length === 0) return <Text c="dimmed">{t.noStops}</Text>;
  return (
    <Stack gap="xs">
      {stops.map((stop) => (
        <Paper withBorder p="xs" radius="md" key={stop.id}>
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {room.stopReasonOf(stop.reason)}
            </Text>
            <Text size="xs" c="dimmed">
              {room.identifier[stop.kind]}
            </Text>
            <Text size="xs" c="dimmed" component="span">
              {t.since} <When at={stop.since} />
            </Text>
          </Group>
          {stop.lifted_at && (
            <Text size="sm">
              {t.until} <When at={stop.lifted_at} />: {stop.lifted_because}
            </Text>
          )}
          <Proof of={stop.evidence} />
        </Paper>
      ))}
      <Shortened evidence={evidence} list="stops" />
    </Stack>
  );
}

/** What happened to the contact, newest first. */
export function History({ evidence }: { evidence: Evidence }) {
  const t = useTexts(personTexts);
  if (evidence.history.length === 0) return <Text c="dimmed">{t.noHistory}</Text>;
  return (
    <Stack gap={6}>
      {evidence.history.map((event) => (
        <Group key={event.id} gap="xs" wrap="nowrap" align="baseline">
          <Text size="xs" c="dimmed" component="span" miw={110}>
            <When at={event.at} />
          </Text>
          <Text size="sm">{event.message}</Text>
        </Group>
      ))}
      <Shortened evidence={evidence} list="history" />
    </Stack>
  );
}

/** The conversations with the person, one for each account. */
export function Dialogs({ id }: { id: number }) {
  const t = useTexts(personTexts);
  return (
    <Loaded query={useDialogsOf(id)}>
      {(dialogs) =>
        dialogs.length === 0 ? (
          <Text c="dimmed">{t.noDialogs}</Text>
        ) : (
          <Stack gap="xs">
            {dialogs.map((dialog) => (
              <Paper
                withBorder
                p="xs"
                radius="md"
                key={dialog.id}
                component={Link}
                to={`/inbox/${dialog.id}`}
                c="inherit"
                td="none"
              >
                <Group gap="xs">
                  <Text size="sm" fw={600}>
                    {t.dialogNumber(dialog.id)}
                  </Text>
                  <Text size="sm">{t.with(dialog.account_id)}</Text>
                  <Badge variant="default" size="sm" tt="none" fw={500}>
                    {t.dialogStatus[dialog.status]}
                  </Badge>
                  <Text size="xs" c="dimmed" component="span">
                    <When at={latest(dialog.last_message_at, dialog.last_response_at)} />
                  </Text>
                </Group>
                {dialog.waiting_because && <Text size="sm">{dialog.waiting_because}</Text>}
              </Paper>
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

function latest(one: string | null, other: string | null): string | null {
  return (one ?? '') > (other ?? '') ? one : other;
}

function Proof({ of }: { of: Record<string, unknown> }) {
  const t = useTexts(personTexts);
  const known = Object.entries(of).filter(([, value]) => value !== null && value !== '');
  if (known.length === 0) return null;
  return (
    <Group gap={4} mt={4} aria-label={t.evidenceOf} role="group">
      {known.map(([name, value]) => (
        <Code key={name} style={{ overflowWrap: 'anywhere' }}>
          {name}: {typeof value === 'object' ? JSON.stringify(value) : String(value)}
        </Code>
      ))}
    </Group>
  );
}

type List = Evidence['shortened'][number];

function Shortened({ evidence, list }: { evidence: Evidence; list: List }) {
  const t = useTexts(personTexts);
  if (!evidence.shortened.includes(list)) return null;
  return (
    <Text size="xs" c="dimmed">
      {t.shortened}
    </Text>
  );
}
