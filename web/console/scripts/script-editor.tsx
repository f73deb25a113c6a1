import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { ApiError } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { lacksFile, type ScriptDraft } from './draft.ts';
import styles from './editor.module.css';
import { Preview } from './preview.tsx';
import { StagesEditor } from './stages-editor.tsx';
import { scriptsTexts } from './texts.ts';
import { type Problem, useProblems } from './use-scripts.ts';

const TYPING_MS = 400;

type ScriptEditorProps = {
  draft: ScriptDraft;
  onChange: (change: (before: ScriptDraft) => ScriptDraft) => void;
  isChanged: boolean;
  onDiscard: () => void;
  isReadOnly: boolean;
  saveLabel: string;
  onSave: () => void;
  isSaving: boolean;
  saveError: Error | null;
};

/** A script being written, what is wrong with it, and how it will look. */
export function ScriptEditor(props: ScriptEditorProps) {
  const { draft, onChange, isReadOnly, saveError } = props;
  const t = useTexts(scriptsTexts);
  const [settled] = useDebouncedValue(draft.stages, TYPING_MS);
  const check = useProblems(settled);
  // What the server found when it was asked to keep it goes with what it finds while typing.
  const problems: readonly Problem[] = check.data?.problems ?? [];
  const missing = draft.stages.flatMap((stage) => stage.variants).filter(lacksFile).length;
  const errors = problems.filter(({ severity }) => severity === 'error').length + missing;
  return (
    <div className={styles['columns']}>
      <Stack gap="sm">
        <TextInput
          label={t.name}
          description={t.nameHint}
          value={draft.name}
          readOnly={isReadOnly}
          maxLength={200}
          required
          onChange={(event) => {
            const name = event.currentTarget.value;
            onChange((before) => ({ ...before, name }));
          }}
        />
        <StagesEditor
          stages={draft.stages}
          problems={problems}
          isReadOnly={isReadOnly}
          onChange={(change) =>
            onChange((before) => ({ ...before, stages: change(before.stages) }))
          }
        />
        {check.error && <Failure error={check.error} onRetry={() => void check.refetch()} />}
        {saveError && <SaveFailure error={saveError} />}
        {!isReadOnly && <SaveBar {...props} problems={problems} errors={errors} />}
      </Stack>
      <div className={styles['aside']}>
        <Preview stages={draft.stages} />
      </div>
    </div>
  );
}

/** Mistakes in the stages stand at their places already; here only what has no place. */
function SaveFailure({ error }: { error: Error }) {
  const isOfStages = error instanceof ApiError && Array.isArray(error.details['problems']);
  return isOfStages ? (
    <Alert color="red" variant="light" role="alert">
      {error.message}
    </Alert>
  ) : (
    <Failure error={error} />
  );
}

function SaveBar(props: ScriptEditorProps & { problems: readonly Problem[]; errors: number }) {
  const { draft, onChange, isChanged, errors, problems } = props;
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const isNameless = draft.name.trim() === '';
  const counted = [errors > 0 && t.errors(errors), warnings > 0 && t.warnings(warnings)];
  const state = counted.filter(Boolean).join(', ') || t.problemsNone;
  const hint = errors > 0 ? t.fixFirst : isNameless ? t.nameNeeded : isChanged ? t.unsaved : '';
  const discard = () => {
    const before = draft;
    props.onDiscard();
    offerUndo(t.discarded, common.undo, () => onChange(() => before));
  };
  return (
    <Group className={styles['bar'] ?? ''} justify="space-between" gap="xs">
      <Stack gap={0}>
        <Text size="sm" c={errors > 0 ? 'var(--mantine-color-error)' : undefined} role="status">
          {state}
        </Text>
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      </Stack>
      <Group gap="xs">
        {isChanged && (
          <Button variant="default" onClick={discard}>
            {t.discard}
          </Button>
        )}
        <Button
          onClick={props.onSave}
          loading={props.isSaving}
          disabled={!isChanged || errors > 0 || isNameless}
        >
          {props.saveLabel}
        </Button>
      </Group>
    </Group>
  );
}
