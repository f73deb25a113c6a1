import {
  Alert,
  Button,
  Checkbox,
  Group,
  Loader,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { Card } from '../../../shared/card.tsx';
import { useTexts } from '../../../shared/language.tsx';
import {
  type FileOptions,
  isIdentified,
  mappingWith,
  type PlainField,
  type Preview,
  type PreviewColumn,
} from './preview.ts';
import { PreviewRows } from './preview-rows.tsx';
import { importTexts } from './texts.ts';

type ColumnsStepProps = {
  preview: Preview;
  options: FileOptions;
  isReading: boolean;
  onOptions: (options: FileOptions) => void;
  onBack: () => void;
  onNext: () => void;
};

/** What each column is taken for, changeable, and what the first rows become by it. */
export function ColumnsStep(props: ColumnsStepProps) {
  const { preview, options, isReading, onOptions, onBack, onNext } = props;
  const t = useTexts(importTexts);
  const change = (number: number, field: string | null) =>
    onOptions({ ...options, mapping: mappingWith(preview.columns, number, field) });
  return (
    <Stack>
      <Card
        title={t.columns}
        aside={isReading ? <Loader size="xs" aria-label={t.reading} role="status" /> : undefined}
      >
        <Text size="sm" c="dimmed" mb="sm">
          {t.columnsHint}
        </Text>
        <FileReading preview={preview} options={options} onOptions={onOptions} />
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="sm" verticalSpacing="sm">
          {preview.columns.map((column) => (
            <OneColumn key={column.number} column={column} onField={change} />
          ))}
        </SimpleGrid>
      </Card>
      <Card title={t.preview}>
        <PreviewRows preview={preview} />
      </Card>
      {!isIdentified(preview.columns) && <Alert color="orange">{t.columnNeeded}</Alert>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t.otherFile}
        </Button>
        <Button onClick={onNext} disabled={isReading || !isIdentified(preview.columns)}>
          {t.next}
        </Button>
      </Group>
    </Stack>
  );
}

const delimiters = [',', ';', '\t', '|'] as const;
const encodings = ['utf-8', 'windows-1251', 'utf-16le', 'utf-16be'] as const;

function FileReading({
  preview,
  options,
  onOptions,
}: Pick<ColumnsStepProps, 'preview' | 'options' | 'onOptions'>) {
  const t = useTexts(importTexts);
  // Read otherwise, the columns are others: what was chosen for them doesn't hold.
  const reread = (changed: FileOptions) => {
    const { mapping: _, ...rest } = options;
    onOptions({ ...rest, ...changed });
  };
  return (
    <Group gap="md" mb="md" align="flex-end">
      <Checkbox
        label={t.hasHeader}
        checked={preview.has_header}
        onChange={(event) => reread({ has_header: event.currentTarget.checked })}
      />
      {preview.format === 'csv' && (
        <>
          <Select
            size="xs"
            label={t.delimiter}
            data={delimiters.map((sign) => ({ value: sign, label: t.delimiters[sign] }))}
            value={preview.delimiter}
            onChange={(sign) =>
              reread({ delimiter: delimiters.find((known) => known === sign) ?? ',' })
            }
            allowDeselect={false}
          />
          <Select
            size="xs"
            label={t.encoding}
            data={[...encodings]}
            value={preview.encoding}
            onChange={(name) =>
              reread({ encoding: encodings.find((known) => known === name) ?? 'utf-8' })
            }
            allowDeselect={false}
          />
        </>
      )}
    </Group>
  );
}

const LEAVE_OUT = '-';

type OneColumnProps = {
  column: PreviewColumn;
  onField: (number: number, field: string | null) => void;
};

function OneColumn({ column, onField }: OneColumnProps) {
  const t = useTexts(importTexts);
  const title = column.header ?? t.columnNumber(column.number);
  const own = `custom.${(column.header?.trim() || t.columnNumber(column.number)).slice(0, 60)}`;
  const ownName = (column.field?.startsWith('custom.') ? column.field : own).slice(7);
  const plain = (Object.keys(t.fields) as PlainField[]).map((field) => ({
    value: field as string,
    label: t.fields[field],
  }));
  return (
    <Paper withBorder p="xs" radius="md">
      <Select
        label={title}
        aria-label={t.fieldOf(title)}
        data={[
          { value: LEAVE_OUT, label: t.leaveOut },
          ...plain,
          { value: `custom.${ownName}`, label: t.ownFieldOf(ownName) },
        ]}
        value={column.field ?? LEAVE_OUT}
        onChange={(field) => onField(column.number, field === LEAVE_OUT ? null : field)}
        allowDeselect={false}
        searchable
      />
      <Text size="xs" c="dimmed" mt={4} truncate>
        {column.samples.filter(Boolean).slice(0, 3).join(', ') || '—'}
      </Text>
    </Paper>
  );
}
