import {
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import type { contactPatch } from '../../../../contract/contacts.ts';
import { api, take } from '../../../shared/api.ts';
import { Card } from '../../../shared/card.tsx';
import { useLanguage, useTexts } from '../../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../../shared/notify.tsx';
import { useErrorText } from '../../../shared/states.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import type { Contact, ContactStatus } from '../contact.ts';
import { languageChoices } from '../languages.ts';
import { contactsTexts } from '../texts.ts';
import { useAccounts } from '../use-choices.ts';
import { OwnFields } from './own-fields.tsx';
import { personTexts } from './texts.ts';

export type Patch = z.input<typeof contactPatch>;
/** As it was: a name that was unknown is null. */
type PutBack = Omit<Patch, IdName> & { [N in IdName]?: Patch[N] | null };
type IdName = 'phone' | 'username' | 'telegram_id';
type Before = { patch: Patch; before: PutBack };

const refreshes = ['contacts', 'contact-count'];

/** What is kept of a person, changed in place: each field is saved when it is left. */
export function Fields({ contact }: { contact: Contact }) {
  const t = useTexts(personTexts);
  const common = useTexts(commonTexts);
  const room = useTexts(contactsTexts);
  const { language } = useLanguage();
  const textOf = useErrorText();
  const may = useMay();
  const accounts = useAccounts(may('accounts.read')).data ?? [];
  const put = (patch: Patch) =>
    take(api.PATCH('/contacts/{id}', { params: { path: { id: contact.id } }, body: patch }));
  const undo = useAction(put, { refreshes });
  const save = useAction(({ patch }: Before) => put(patch), {
    quiet: true,
    refreshes,
    onDone: (_, { before }) => {
      if (canBePutBack(before)) offerUndo(t.changed, common.undo, () => undo.mutate(before));
      else notifyDone(t.changed);
    },
  });
  const isReadOnly = !may('contacts.write');
  const failed = save.error ? save.variables?.patch : undefined;
  const errorOf = (name: keyof Patch) =>
    failed && name in failed ? textOf(save.error) : undefined;
  const change = <N extends keyof Patch & keyof Contact>(name: N, value: Patch[N]) =>
    save.mutate({
      patch: { [name]: value },
      before: { [name]: contact[name] } as PutBack,
    });
  const line = (name: LineName, label: string) => (
    <Line
      key={`${name} ${contact[name]}`}
      label={label}
      value={String(contact[name] ?? '')}
      error={errorOf(name)}
      isReadOnly={isReadOnly}
      onSave={(value) => change(name, name === 'telegram_id' ? Number(value) : value)}
      isClearable={name === 'first_name' || name === 'last_name'}
    />
  );
  return (
    <Stack gap="md">
      <Card title={t.fields}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
          {line('first_name', t.firstName)}
          {line('last_name', t.lastName)}
          {line('phone', t.phone)}
          {line('username', t.username)}
          {line('telegram_id', t.telegramId)}
          <Select
            label={t.status}
            data={(Object.keys(room.status) as ContactStatus[]).map((status) => ({
              value: status,
              label: room.status[status],
            }))}
            value={contact.status}
            onChange={(status) => status && change('status', status)}
            allowDeselect={false}
            readOnly={isReadOnly}
          />
          <NumberInput
            label={t.priority}
            description={t.priorityHint}
            key={`priority ${contact.priority}`}
            defaultValue={contact.priority}
            min={1}
            max={10}
            allowDecimal={false}
            clampBehavior="strict"
            onBlur={(event) => {
              const value = Number(event.currentTarget.value);
              if (value >= 1 && value !== contact.priority) change('priority', value);
            }}
            readOnly={isReadOnly}
          />
          {may('accounts.read') && (
            <Select
              label={t.account}
              description={t.accountHint}
              data={accounts}
              value={contact.account_id}
              onChange={(value) => change('account_id', value)}
              searchable
              clearable={!isReadOnly}
              readOnly={isReadOnly}
            />
          )}
          <Select
            label={t.language}
            data={languageChoices(language, contact.language)}
            value={contact.language}
            onChange={(value) => change('language', value)}
            searchable
            clearable={!isReadOnly}
            readOnly={isReadOnly}
          />
          <Line
            key={`time zone ${contact.time_zone}`}
            label={t.timeZone}
            description={t.timeZoneHint}
            value={contact.time_zone ?? ''}
            error={errorOf('time_zone')}
            isReadOnly={isReadOnly}
            onSave={(value) => change('time_zone', value || null)}
            isClearable
          />
        </SimpleGrid>
        <TagsInput
          mt="sm"
          label={t.tags}
          value={contact.tags}
          onChange={(tags) => change('tags', tags)}
          acceptValueOnBlur
          maxTags={50}
          readOnly={isReadOnly}
        />
        <Textarea
          mt="sm"
          label={t.notes}
          key={`notes ${contact.notes}`}
          defaultValue={contact.notes}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          onBlur={({ currentTarget: { value } }) => {
            if (value !== contact.notes) change('notes', value);
          }}
          readOnly={isReadOnly}
        />
        <Text size="xs" c="dimmed" mt="xs">
          {isReadOnly ? room.writeOnly : t.savesItself}
        </Text>
      </Card>
      <OwnFields
        custom={contact.custom}
        isReadOnly={isReadOnly}
        onChange={(custom, before) =>
          save.mutate({ patch: { custom }, before: { custom: before } })
        }
      />
    </Stack>
  );
}

/** What somebody is known by can be replaced, but not taken away again. */
function canBePutBack(before: PutBack): before is Patch {
  return before.phone !== null && before.username !== null && before.telegram_id !== null;
}

type LineName = 'first_name' | 'last_name' | 'phone' | 'username' | 'telegram_id';

type LineProps = {
  label: string;
  description?: string;
  value: string;
  error: string | undefined;
  isReadOnly: boolean;
  /** What is known by can be replaced, but not left out. */
  isClearable: boolean;
  onSave: (value: string) => void;
};

/** One line of text, saved when it is left or by Enter; Escape puts back what was there. */
function Line({ label, description, value, error, isReadOnly, isClearable, onSave }: LineProps) {
  const [draft, setDraft] = useState<string>();
  const leave = () => {
    const given = draft?.trim();
    if (given === undefined || given === value || (given === '' && !isClearable))
      return setDraft(undefined);
    // What was typed stays in sight: the line begins anew with what the server made of it.
    onSave(given);
  };
  return (
    <TextInput
      label={label}
      {...(description && { description })}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
        if (event.key === 'Escape') setDraft(undefined);
      }}
      error={error}
      autoComplete="off"
      maxLength={200}
      readOnly={isReadOnly}
    />
  );
}
