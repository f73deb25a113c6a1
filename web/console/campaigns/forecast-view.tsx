import {
  Alert,
  Button,
  Group,
  List,
  NumberInput,
  ScrollArea,
  Spoiler,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { formatNumber } from '../../shared/counts.ts';
import { Figures } from '../../shared/figures.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded, Loading } from '../../shared/states.tsx';
import { formatDay } from '../../shared/when.tsx';
import { nameOfAccount, usePool } from './accounts-fields.tsx';
import { forecastRows } from './forecast-rows.ts';
import { forecastTexts } from './forecast-texts.ts';
import { LeftOut } from './left-out.tsx';
import { type Forecast, useForecast } from './use-campaigns.ts';

const ForecastChart = lazy(() => import('./forecast-chart.tsx'));

/** What a campaign would do: how much on which day from which account, until when, without whom. */
export function ForecastView({ id }: { id: number }) {
  const t = useTexts(forecastTexts);
  const [percent, setPercent] = useState(0);
  const [settled] = useDebouncedValue(percent, 400);
  const query = useForecast(id, settled / 100);
  return (
    <Stack>
      <Group align="flex-end" gap="md">
        <NumberInput
          label={t.replyShare}
          description={t.replyShareHint}
          value={percent}
          onChange={(value) => setPercent(Number(value) || 0)}
          min={0}
          max={100}
          step={10}
          suffix=" %"
          clampBehavior="strict"
          maw={280}
        />
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {t.recount}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t.forecastHint}
      </Text>
      <Loaded query={query}>{({ forecast }) => <Told forecast={forecast} />}</Loaded>
    </Stack>
  );
}

function Told({ forecast }: { forecast: Forecast }) {
  const t = useTexts(forecastTexts);
  const { language } = useLanguage();
  const day = (at: string | null) => (at ? formatDay(new Date(at), language) : t.notForeseeable);
  const isNothing = forecast.first === 0;
  return (
    <Stack>
      <Alert color={isNothing ? 'orange' : 'blue'} variant="light" role="status">
        <Text size="sm" c="bright">
          {forecast.message}
        </Text>
      </Alert>
      {!isNothing && (
        <Figures
          figures={[
            { label: t.firsts, value: formatNumber(forecast.first, language) },
            { label: t.followUps, value: formatNumber(forecast.follow_ups, language) },
            { label: t.lastFirst, value: day(forecast.last_first_at) },
            { label: t.endsAt, value: day(forecast.ends_at) },
            ...(forecast.waiting > 0
              ? [{ label: t.waiting, value: formatNumber(forecast.waiting, language) }]
              : []),
          ]}
        />
      )}
      {!isNothing && <Days forecast={forecast} />}
      <LeftOut leftOut={forecast.left_out} />
    </Stack>
  );
}

function Days({ forecast }: { forecast: Forecast }) {
  const t = useTexts(forecastTexts);
  const { language } = useLanguage();
  const pool = usePool();
  const nameOf = (id: string) => {
    const account = pool.data?.find((one) => one.id === id);
    return account ? nameOfAccount(account) : id;
  };
  const { rows, series } = forecastRows(forecast, nameOf, t.otherAccounts);
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t.chart}
      </Title>
      <Suspense fallback={<Loading />}>
        <ForecastChart label={t.chart} rows={rows} series={series} />
      </Suspense>
      {rows.length < forecast.days.length && (
        <Text size="xs" c="dimmed">
          {t.chartFirstDays(rows.length)}
        </Text>
      )}
      <Spoiler maxHeight={0} showLabel={t.table} hideLabel={t.table}>
        <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0 }}>
          <Table stickyHeader verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.day}</Table.Th>
                <Table.Th ta="end">{t.firsts}</Table.Th>
                <Table.Th ta="end">{t.followUps}</Table.Th>
                {series.map(({ name }) => (
                  <Table.Th key={name} ta="end">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {forecast.days.map((day, place) => (
                <Table.Tr key={day.day}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>
                    {formatDay(new Date(`${day.day}T12:00:00Z`), language)}
                  </Table.Td>
                  <Table.Td ta="end">{formatNumber(day.first, language)}</Table.Td>
                  <Table.Td ta="end">{formatNumber(day.follow_ups, language)}</Table.Td>
                  {series.map(({ name }) => (
                    <Table.Td key={name} ta="end">
                      {rows[place] ? formatNumber(Number(rows[place][name] ?? 0), language) : '—'}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      </Spoiler>
      <Idle forecast={forecast} nameOf={nameOf} />
    </Stack>
  );
}

/** Accounts of the campaign that can't write at present. */
function Idle(props: { forecast: Forecast; nameOf: (id: string) => string }) {
  const t = useTexts(forecastTexts);
  const idle = props.forecast.accounts.filter(({ counts }) => !counts);
  if (idle.length === 0) return null;
  return (
    <List size="sm">
      {idle.map(({ account_id }) => (
        <List.Item key={account_id}>{`${props.nameOf(account_id)}: ${t.notCounted}`}</List.Item>
      ))}
    </List>
  );
}
