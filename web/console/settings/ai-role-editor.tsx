import {
  Button,
  Drawer,
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { aiTexts } from './ai-texts.ts';
import type { AiRole } from './use-assistant.ts';

type Draft = Omit<AiRole, 'id' | 'created_at' | 'updated_at'>;

const empty: Draft = {
  name: '',
  prompt: '',
  tone: '',
  facts: '',
  never_say: [],
  language: 'auto',
  max_length: 600,
  max_answers: 10,
  mode: null,
};
const languages = ['auto', 'ru', 'en'] as const;
const modes = ['off', 'draft', 'automatic'] as const;
const AS_WORKSPACE = '';

type AiRoleEditorProps = {
  /** undefined: a new one. */
  role: AiRole | undefined;
  mayChange: boolean;
  onClose: () => void;
};

export function AiRoleEditor({ role, mayChange, onClose }: AiRoleEditorProps) {
  const t = useTexts(aiTexts);
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState<Draft>(() => (role ? draftOf(role) : empty));
  const [isDeleting, setIsDeleting] = useState(false);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const refreshes = ['assistant'];
  const save = useAction(
    () =>
      role
        ? take(
            api.PATCH('/assistant/roles/{id}', { params: { path: { id: role.id } }, body: draft }),
          )
        : take(api.POST('/assistant/roles', { body: draft })),
    {
      refreshes,
      quiet: true,
      onDone: () => {
        notifyDone(common.saved);
        onClose();
      },
    },
  );
  const remove = useAction(
    (id: number) => take(api.DELETE('/assistant/roles/{id}', { params: { path: { id } } })),
    {
      refreshes: [...refreshes, 'accounts'],
      onDone: ({ message }) => {
        notifyDone(message);
        onClose();
      },
    },
  );
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={role ? t.editRole(role.name) : t.newRole}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Fieldset variant="unstyled" disabled={!mayChange}>
          <Stack gap="sm">
            <TextInput
              label={t.roleName}
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              maxLength={100}
              data-autofocus
              required
            />
            <Textarea
              label={t.prompt}
              description={t.promptHint}
              value={draft.prompt}
              onChange={(event) => set({ prompt: event.currentTarget.value })}
              maxLength={8_000}
              autosize
              minRows={4}
              maxRows={14}
              required
            />
            <TextInput
              label={t.tone}
              value={draft.tone}
              onChange={(event) => set({ tone: event.currentTarget.value })}
              maxLength={500}
            />
            <Textarea
              label={t.facts}
              description={t.factsHint}
              value={draft.facts}
              onChange={(event) => set({ facts: event.currentTarget.value })}
              maxLength={16_000}
              autosize
              minRows={3}
              maxRows={14}
            />
            <TagsInput
              label={t.neverSay}
              description={t.neverSayHint}
              value={draft.never_say}
              onChange={(never_say) => set({ never_say })}
              acceptValueOnBlur
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
              <Select
                label={t.answerLanguage}
                data={languages.map((value) => ({ value, label: t.languages[value] }))}
                value={draft.language}
                onChange={(value) =>
                  set({ language: languages.find((known) => known === value) ?? 'auto' })
                }
                allowDeselect={false}
              />
              <Select
                label={t.roleMode}
                data={[
                  { value: AS_WORKSPACE, label: t.modeOfWorkspace },
                  ...modes.map((value) => ({ value, label: t.modes[value] })),
                ]}
                value={draft.mode ?? AS_WORKSPACE}
                onChange={(value) => set({ mode: modes.find((known) => known === value) ?? null })}
                allowDeselect={false}
              />
              <NumberInput
                label={t.maxLength}
                value={draft.max_length}
                onChange={(value) => set({ max_length: Number(value) })}
                min={50}
                max={4_096}
                allowDecimal={false}
              />
              <NumberInput
                label={t.maxAnswers}
                value={draft.max_answers}
                onChange={(value) => set({ max_answers: Number(value) })}
                min={0}
                max={1_000}
                allowDecimal={false}
              />
            </SimpleGrid>
            {save.error && <Failure error={save.error} />}
            {mayChange && (
              <Group justify="space-between">
                <Button type="submit" loading={save.isPending}>
                  {common.save}
                </Button>
                {role && (
                  <Button variant="outline" color="red" onClick={() => setIsDeleting(true)}>
                    {t.deleteRole}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </Fieldset>
      </form>
      {role && (
        <ConfirmTyping
          isOpen={isDeleting}
          title={t.deleteRole}
          word={role.name}
          action={common.remove}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(role.id)}
          onClose={() => setIsDeleting(false)}
        >
          {t.deleteRoleHint}
        </ConfirmTyping>
      )}
    </Drawer>
  );
}

function draftOf({ id: _id, created_at: _made, updated_at: _changed, ...draft }: AiRole): Draft {
  return draft;
}
