import { Group, Text, VisuallyHidden } from '@mantine/core';
import { Card } from '../../shared/card.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import styles from './days-card.module.css';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

const lines = [
  { key: 'sent', label: 'sentSeries', color: 'var(--mantine-color-blue-6)' },
  { key: 'replies', label: 'repliesSeries', color: 'var(--mantine-color-teal-6)' },
  { key: 'refusals', label: 'refusalsSeries', color: 'var(--mantine-color-red-6)' },
] as const;

/** The last days as bars; the same numbers stand in a table for those who can't see them. */
export function DaysCard({ series }: { series: Overview['series'] }) {
  const t = useTexts(overviewTexts);
  const { language } = useLanguage();
  const most = Math.max(1, ...series.flatMap((day) => lines.map(({ key }) => day[key])));
  const dayName = (day: string) =>
    new Date(`${day}T12:00:00Z`).toLocaleDateString(language, { day: 'numeric', month: 'short' });
  return (
    <Card
      title={t.perDay(series.length)}
      aside={
        <Group gap="sm" aria-hidden>
          {lines.map(({ key, label, color }) => (
            <Text key={key} size="xs" c="dimmed">
              <span className={styles['dot']} style={{ background: color }} /> {t[label]}
            </Text>
          ))}
        </Group>
      }
    >
      <div className={styles['days']} aria-hidden>
        {series.map((day) => (
          <div
            key={day.day}
            title={`${dayName(day.day)}: ${lines.map(({ key, label }) => `${t[label]} ${day[key]}`).join(', ')}`}
            className={styles['day']}
          >
            <div className={styles['bars']}>
              {lines.map(({ key, color }) => (
                <div
                  key={key}
                  className={styles['bar']}
                  style={{ height: `${(day[key] / most) * 100}%`, background: color }}
                />
              ))}
            </div>
            {series.length <= 10 && <span className={styles['name']}>{dayName(day.day)}</span>}
          </div>
        ))}
      </div>
      <VisuallyHidden>
        <table>
          <caption>{t.perDay(series.length)}</caption>
          <thead>
            <tr>
              <th>{t.day}</th>
              {lines.map(({ key, label }) => (
                <th key={key}>{t[label]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {series.map((day) => (
              <tr key={day.day}>
                <th scope="row">{dayName(day.day)}</th>
                {lines.map(({ key }) => (
                  <td key={key}>{day[key]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </Card>
  );
}
