import { Button, Group, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { Failure } from '../../../shared/states.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { type SourceChoice, SourceFields } from '../source-fields.tsx';
import { listTexts } from './texts.ts';

const nobody = { first_name: '', last_name: '', phone: '', username: '', telegram_id: '' };

/** One person by hand: what they are known by, and where they come from. */
export function AddContact({ onClose }: { onClose: () => void }) {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const [person, setPerson] = useState(nobody);
  const [tags, setTags] = useState<string[]>([]);
  const [source, setSource] = useState<SourceChoice>({ name: '', basis: null });
  const add = useAction(() => take(api.POST('/contacts', { body: bodyOf(person, tags, source) })), {
    quiet: true,
    refreshes: ['contacts', 'contact-count', 'sources'],
    onDone: ({ contact, created }) => {
      notifyDone(created ? t.addedOne : t.wasKnown);
      onClose();
      void navigate({ to: '/contacts/$id', params: { id: String(contact.id) } });
    },
  });
  const field = (name: keyof typeof nobody) => ({
    value: person[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setPerson({ ...person, [name]: event.currentTarget.value }),
    autoComplete: 'off',
  });
  const isKnown = person.phone.trim() || person.username.trim() || person.telegram_id.trim();
  const lacksBasis = source.name.trim() !== '' && source.basis === null;
  return (
    <Dialog onClose={onClose} title={t.addTitle} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(undefined);
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t.addHint}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
            <TextInput
              label={t.phone}
              type="tel"
              placeholder="+7 905 111-22-33"
              {...field('phone')}
              data-autofocus
            />
            <TextInput label={t.username} placeholder="@name" {...field('username')} />
            <TextInput
              label={t.telegramId}
              inputMode="numeric"
              {...field('telegram_id')}
              pattern="\s*\d{1,15}\s*"
            />
            <TagsInput label={t.tags} value={tags} onChange={setTags} acceptValueOnBlur />
            <TextInput label={t.firstName} {...field('first_name')} maxLength={200} />
            <TextInput label={t.lastName} {...field('last_name')} maxLength={200} />
          </SimpleGrid>
          <SourceFields value={source} onChange={setSource} label={t.source} hint={t.sourceHint} />
          {add.error && <Failure error={add.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={!isKnown || lacksBasis}>
              {t.addIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function bodyOf(person: typeof nobody, tags: string[], source: SourceChoice) {
  const { telegram_id, ...texts } = person;
  const given = Object.entries(texts).filter(([, value]) => value.trim() !== '');
  const { basis, name } = source;
  return {
    ...Object.fromEntries(given),
    ...(telegram_id.trim() && { telegram_id: Number(telegram_id) }),
    ...(tags.length > 0 && { tags }),
    ...(basis && name.trim() && { consent: { source: name.trim(), basis } }),
  };
}
