import {
  ActionIcon,
  Alert,
  Group,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import type { MediaType, MessageType } from '../../../contract/messages.ts';
import { formatShare } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { VariantDraft } from './draft.ts';
import { lacksFile } from './draft.ts';
import styles from './editor.module.css';
import { MediaField } from './media-field.tsx';
import { scriptsTexts } from './texts.ts';
import type { Problem } from './use-scripts.ts';
import { VariablesMenu } from './variables-menu.tsx';

type VariantFieldsProps = {
  variant: VariantDraft;
  /** Its place, from 1, when the stage has several. */
  number: number | undefined;
  /** Of all variants of the stage. */
  weights: number;
  problems: readonly Problem[];
  isReadOnly: boolean;
  onChange: (variant: VariantDraft) => void;
  onRemove: () => void;
};

/** One way of saying what a stage says. */
export function VariantFields(props: VariantFieldsProps) {
  const { variant, number, problems, isReadOnly, onChange } = props;
  const t = useTexts(scriptsTexts);
  const text = useRef<HTMLTextAreaElement>(null);
  const isText = variant.type === 'text';
  const errors = problems.filter((problem) => problem.severity === 'error');
  const warnings = problems.filter((problem) => problem.severity === 'warning');

  const insert = (what: string) => {
    const field = text.current;
    const at = field?.selectionStart ?? variant.content.length;
    const end = field?.selectionEnd ?? at;
    const content = variant.content.slice(0, at) + what + variant.content.slice(end);
    onChange({ ...variant, content });
    // The menu takes the focus back to its button first.
    setTimeout(() => {
      field?.focus();
      field?.setSelectionRange(at + what.length, at + what.length);
    }, 50);
  };

  return (
    <Stack gap="xs" className={number === undefined ? '' : (styles['variant'] ?? '')}>
      {number !== undefined && <VariantHead {...props} number={number} />}
      <SegmentedControl
        size="xs"
        aria-label={t.type}
        value={variant.type}
        disabled={isReadOnly}
        onChange={(type) =>
          onChange({
            ...variant,
            type: type as VariantDraft['type'],
            mediaId: null,
            filename: null,
          })
        }
        data={(Object.keys(t.types) as MessageType[]).map((type) => ({
          value: type,
          label: t.types[type],
        }))}
        style={{ alignSelf: 'flex-start', flexWrap: 'wrap' }}
        maw="100%"
      />
      {!isText && (
        <MediaField
          variant={{ ...variant, type: variant.type as MediaType }}
          isReadOnly={isReadOnly}
          onChange={({ id, filename }) => onChange({ ...variant, mediaId: id, filename })}
        />
      )}
      {lacksFile(variant) && (
        <Text size="xs" c="var(--mantine-color-error)">
          {t.fileNeeded}
        </Text>
      )}
      {variant.type !== 'video_note' && (
        <>
          <Textarea
            ref={text}
            label={isText ? t.text : t.caption}
            value={variant.content}
            onChange={(event) => onChange({ ...variant, content: event.currentTarget.value })}
            readOnly={isReadOnly}
            autosize
            minRows={isText ? 3 : 2}
            maxRows={16}
            error={errors.length > 0 && errors.map((problem) => problem.message).join(' ')}
            data-problem={errors.length > 0 || undefined}
          />
          <Group justify="space-between" gap="xs">
            {!isReadOnly && <VariablesMenu onInsert={insert} />}
            <Text size="xs" c="dimmed">
              {t.textHint}
            </Text>
          </Group>
        </>
      )}
      {warnings.length > 0 && (
        <Alert color="yellow" variant="light" p="xs">
          {warnings.map((problem) => (
            <Text key={problem.message} size="xs" c="bright">
              {problem.message}
            </Text>
          ))}
        </Alert>
      )}
    </Stack>
  );
}

/** What tells a variant from its neighbours: a name, a share, a way out. */
function VariantHead(props: VariantFieldsProps & { number: number }) {
  const { variant, number, weights, isReadOnly, onChange, onRemove } = props;
  const t = useTexts(scriptsTexts);
  const { language } = useLanguage();
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        size="xs"
        label={t.variantName}
        placeholder={t.variant(number)}
        value={variant.name}
        maxLength={100}
        readOnly={isReadOnly}
        onChange={(event) => onChange({ ...variant, name: event.currentTarget.value })}
        flex="1 1 140px"
      />
      <NumberInput
        size="xs"
        w={90}
        label={t.weight}
        value={variant.weight}
        min={1}
        max={1_000}
        allowDecimal={false}
        clampBehavior="strict"
        readOnly={isReadOnly}
        onChange={(weight) => onChange({ ...variant, weight: Math.max(1, Number(weight) || 1) })}
      />
      <Text size="xs" c="dimmed" pb={6}>
        {t.weightHint(formatShare(variant.weight, weights, language))}
      </Text>
      {!isReadOnly && (
        <Tooltip label={t.removeVariant(number)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.removeVariant(number)}
            onClick={onRemove}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
