import { Table, Text } from '@mantine/core';
import { useTexts } from '../../../shared/language.tsx';
import type { PlainField, Preview } from './preview.ts';
import { importTexts } from './texts.ts';

/** What the first rows of a file become; a row that will not do tells why. */
export function PreviewRows({ preview }: { preview: Preview }) {
  const t = useTexts(importTexts);
  const fields = [
    ...new Set(preview.rows.flatMap(({ person }) => Object.keys(person ?? {}))),
  ].filter((field) => preview.rows.some(({ person }) => isSaid(person?.[field])));
  return (
    <Table.ScrollContainer
      minWidth={400}
      maxHeight={360}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, 'aria-label': t.previewLabel, role: 'group' },
      }}
    >
      <Table stickyHeader aria-label={t.previewLabel} verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.row}</Table.Th>
            {fields.map((field) => (
              <Table.Th key={field}>{t.fields[field as PlainField] ?? t.ownField}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.rows.map(({ row, person, error }) => (
            <Table.Tr key={row}>
              <Table.Td>{row}</Table.Td>
              {person ? (
                fields.map((field) => <Table.Td key={field}>{cell(person[field])}</Table.Td>)
              ) : (
                <Table.Td colSpan={Math.max(1, fields.length)}>
                  <Text size="sm" c="red" component="span">
                    {t.problem}: {error}
                  </Text>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function isSaid(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '';
}

function cell(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, said]) => `${name}: ${String(said)}`)
      .join(', ');
  return value === undefined || value === null ? '' : String(value);
}
