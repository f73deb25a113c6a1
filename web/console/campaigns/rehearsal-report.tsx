import { Alert, List, ScrollArea, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TargetStatus } from '../../../contract/campaigns.ts';
import { formatNumber } from '../../shared/counts.ts';
import { Figures } from '../../shared/figures.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { formatDay } from '../../shared/when.tsx';
import { forecastTexts } from './forecast-texts.ts';
import { rehearsalTexts } from './rehearsal-texts.ts';
import { SampleDialogs } from './sample-dialogs.tsx';
import { StageResults } from './stage-results.tsx';
import { campaignsTexts } from './texts.ts';
import type { Report } from './use-rehearsals.ts';

/** What a rehearsal found out. */
export function RehearsalReport({ report }: { report: Report }) {
  const t = useTexts(campaignsTexts);
  const rehearsal = useTexts(rehearsalTexts);
  const { language } = useLanguage();
  const sum = (of: (day: Report['days'][number]) => number) =>
    formatNumber(
      report.days.reduce((all, day) => all + of(day), 0),
      language,
    );
  const handedOver = report.handed_over.reduce((all, { count }) => all + count, 0);
  const failed = report.failures.reduce((all, { count }) => all + count, 0);
  return (
    <Stack>
      <Alert color="blue" variant="light">
        <Text size="sm" c="bright">
          {report.ending_message}{' '}
          {rehearsal.played(
            rehearsal.simulatedDays(Math.round(report.simulated_days)),
            rehearsal.seconds(Math.round(report.took_ms / 1_000)),
          )}
          . {rehearsal.sampleOf(report.people.sample, report.people.audience)}.
        </Text>
      </Alert>
      <Alert color={report.problems.length > 0 ? 'orange' : 'teal'} variant="light">
        <Text size="sm" fw={600} c="bright" mb={4}>
          {rehearsal.warnings}
        </Text>
        {report.problems.length === 0 ? (
          <Text size="sm" c="bright">
            {rehearsal.noWarnings}
          </Text>
        ) : (
          <List size="sm" c="bright">
            {report.problems.map(({ kind, message }) => (
              <List.Item key={kind}>{message}</List.Item>
            ))}
          </List>
        )}
      </Alert>
      <Figures
        figures={[
          { label: rehearsal.writtenTo, value: formatNumber(report.people.written_to, language) },
          { label: rehearsal.replies, value: sum((day) => day.replies) },
          { label: rehearsal.refusals, value: sum((day) => day.refusals) },
          { label: rehearsal.handedOver, value: formatNumber(handedOver, language) },
          { label: rehearsal.failures, value: formatNumber(failed, language) },
        ]}
      />
      <SampleDialogs dialogs={report.dialogs} />
      <Part title={t.tabs.results}>
        <StageResults
          rows={report.stages.map((stage) => ({ ...stage, queued: 0 }))}
          script={undefined}
        />
      </Part>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Part title={rehearsal.verdicts}>
          <Verdicts verdicts={report.verdicts} />
        </Part>
        <Part title={rehearsal.outcomes}>
          <Outcomes report={report} />
        </Part>
      </SimpleGrid>
      <Part title={rehearsal.byDays}>
        <Days days={report.days} />
      </Part>
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Verdicts({ verdicts }: { verdicts: Report['verdicts'] }) {
  const t = useTexts(rehearsalTexts);
  const { language } = useLanguage();
  const names: Record<string, string> = t.verdictNames;
  return (
    <List size="sm" spacing={4}>
      {verdicts.map(({ verdict, count, examples }) => (
        <List.Item key={verdict}>
          <b>{formatNumber(count, language)}</b> — {names[verdict] ?? verdict}
          <Text size="xs" c="dimmed">
            {[...new Set(examples.map(({ text }) => `«${text}»`))].join(', ')}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

/** Where people ended, and the reasons of those who were left out, handed over or not reached. */
function Outcomes({ report }: { report: Report }) {
  const t = useTexts(campaignsTexts);
  const rehearsal = useTexts(rehearsalTexts);
  const { language } = useLanguage();
  const statuses = [...new Set(report.outcomes.map(({ status }) => status))];
  const countOf = (wanted: string) =>
    report.outcomes.reduce((all, { status, count }) => all + (status === wanted ? count : 0), 0);
  const told = [
    ...report.handed_over.map((one) => ({ ...one, under: rehearsal.handedOver })),
    ...report.left_out.map((one) => ({ ...one, under: t.targetStatuses.left_out })),
    ...report.failures.map((one) => ({ ...one, under: rehearsal.failures })),
  ];
  return (
    <List size="sm" spacing={4}>
      {statuses.map((status) => (
        <List.Item key={status}>
          <b>{formatNumber(countOf(status), language)}</b> —{' '}
          {t.targetStatuses[status as TargetStatus] ?? status}
        </List.Item>
      ))}
      {report.do_not_contact > 0 && (
        <List.Item>
          <b>{formatNumber(report.do_not_contact, language)}</b> — {rehearsal.doNotContact}
        </List.Item>
      )}
      {told.map(({ under, reason, count, message }) => (
        <List.Item key={`${under}-${reason}`}>
          <b>{formatNumber(count, language)}</b> — {under}: {message}
        </List.Item>
      ))}
    </List>
  );
}

function Days({ days }: { days: Report['days'] }) {
  const t = useTexts(forecastTexts);
  const rehearsal = useTexts(rehearsalTexts);
  const { language } = useLanguage();
  const columns = [
    { title: t.firsts, of: (day: Report['days'][number]) => day.first },
    { title: rehearsal.nextStages, of: (day: Report['days'][number]) => day.next },
    { title: t.followUps, of: (day: Report['days'][number]) => day.follow_ups },
    { title: rehearsal.replies, of: (day: Report['days'][number]) => day.replies },
    { title: rehearsal.refusals, of: (day: Report['days'][number]) => day.refusals },
  ];
  return (
    <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0 }}>
      <Table stickyHeader verticalSpacing={4} miw={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.day}</Table.Th>
            {columns.map(({ title }) => (
              <Table.Th key={title} ta="end">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td>{formatDay(new Date(`${day.day}T12:00:00Z`), language)}</Table.Td>
              {columns.map(({ title, of }) => (
                <Table.Td key={title} ta="end">
                  {formatNumber(of(day), language)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
