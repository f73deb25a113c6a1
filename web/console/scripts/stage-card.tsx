import {
  ActionIcon,
  Alert,
  Button,
  Group,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { DelayFields } from './delay-fields.tsx';
import { addVariant, inserted, replaced, type StageDraft } from './draft.ts';
import { scriptsTexts } from './texts.ts';
import type { Problem } from './use-scripts.ts';
import { VariantFields } from './variant-fields.tsx';

const MOST_VARIANTS = 20;

type StageCardProps = {
  stage: StageDraft;
  number: number;
  of: number;
  problems: readonly Problem[];
  isReadOnly: boolean;
  /** Takes the stage as it is now: an undo comes when more has changed. */
  onChange: (change: (stage: StageDraft) => StageDraft) => void;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
};

/** One message of the script with its variants, its pause and its condition. */
export function StageCard(props: StageCardProps) {
  const { stage, number, problems, isReadOnly, onChange } = props;
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const [asksCondition, setAsksCondition] = useState(stage.condition !== '');
  const problemOf = (field: Problem['field']) =>
    problems.find((problem) => problem.field === field)?.message;
  const weights = stage.variants.reduce((sum, variant) => sum + variant.weight, 0);
  const isAlone = stage.variants.length === 1;

  const removeVariant = (place: number) => {
    const gone = stage.variants[place];
    if (!gone) return;
    onChange((before) => ({
      ...before,
      variants: before.variants.filter((_, other) => other !== place),
    }));
    offerUndo(t.variantRemoved, common.undo, () =>
      onChange((before) => ({ ...before, variants: inserted(before.variants, place, gone) })),
    );
  };

  return (
    <Paper
      withBorder
      p="md"
      radius="md"
      component="section"
      aria-label={t.stage(number)}
      data-stage={number}
    >
      <Stack gap="sm">
        <StageHead {...props} />
        {stage.variants.map((variant, place) => (
          <VariantFields
            // biome-ignore lint/suspicious/noArrayIndexKey: variants keep their places
            key={place}
            variant={variant}
            number={isAlone ? undefined : place + 1}
            weights={weights}
            isReadOnly={isReadOnly}
            problems={problems.filter(
              (problem) =>
                problem.field === 'content' && (isAlone || problem.variant === place + 1),
            )}
            onChange={(changed) =>
              onChange((before) => ({
                ...before,
                variants: replaced(before.variants, place, changed),
              }))
            }
            onRemove={() => removeVariant(place)}
          />
        ))}
        {problemOf('variants') && (
          <Alert color="yellow" variant="light" p="xs">
            <Text size="xs" c="bright">
              {problemOf('variants')}
            </Text>
          </Alert>
        )}
        <Group align="flex-end" gap="md">
          <DelayFields
            min={stage.delayMin}
            max={stage.delayMax}
            error={problemOf('delay')}
            isReadOnly={isReadOnly}
            onChange={(delayMin, delayMax) =>
              onChange((before) => ({ ...before, delayMin, delayMax }))
            }
          />
          {!isReadOnly && (
            <Group gap="xs">
              {stage.variants.length < MOST_VARIANTS && (
                <Tooltip label={t.variantsHint} multiline w={260}>
                  <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconPlus size={14} aria-hidden />}
                    onClick={() => onChange(addVariant)}
                  >
                    {t.addVariant}
                  </Button>
                </Tooltip>
              )}
              {!asksCondition && (
                <Button size="xs" variant="default" onClick={() => setAsksCondition(true)}>
                  {t.addCondition}
                </Button>
              )}
            </Group>
          )}
        </Group>
        {(asksCondition || stage.condition !== '') && (
          <TextInput
            size="xs"
            label={t.condition}
            description={t.conditionHint}
            value={stage.condition}
            readOnly={isReadOnly}
            maxLength={1_000}
            error={problemOf('condition')}
            onChange={(event) => {
              const condition = event.currentTarget.value;
              onChange((before) => ({ ...before, condition }));
            }}
          />
        )}
      </Stack>
    </Paper>
  );
}

function StageHead({ number, of, isReadOnly, onMove, onRemove }: StageCardProps) {
  const t = useTexts(scriptsTexts);
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="xs">
        <Title order={2} size="h5">
          {t.stage(number)}
        </Title>
        <Text size="xs" c="dimmed">
          {number === 1 ? t.opens : t.follows}
        </Text>
      </Group>
      {!isReadOnly && (
        <Group gap={4} wrap="nowrap">
          <IconButton
            label={t.moveUp(number)}
            isOff={number === 1}
            onClick={() => onMove(-1)}
            mark="up"
          >
            <IconArrowUp size={16} aria-hidden />
          </IconButton>
          <IconButton
            label={t.moveDown(number)}
            isOff={number === of}
            onClick={() => onMove(1)}
            mark="down"
          >
            <IconArrowDown size={16} aria-hidden />
          </IconButton>
          <IconButton label={t.removeStage(number)} isOff={of === 1} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </IconButton>
        </Group>
      )}
    </Group>
  );
}

function IconButton(props: {
  label: string;
  isOff: boolean;
  mark?: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={props.label}
        // Still reached by Tab: the focus stays where the stage is moved to.
        aria-disabled={props.isOff}
        data-disabled={props.isOff || undefined}
        data-move={props.mark}
        onClick={() => !props.isOff && props.onClick()}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
