import {
  Alert,
  Button,
  Group,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import type { formFields, newPointBody, optInKinds } from '../../../../contract/opt-in.ts';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useLanguage, useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { Failure } from '../../../shared/states.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import { useAccounts } from '../use-choices.ts';
import { sourcesTexts } from './texts.ts';

type Kind = (typeof optInKinds)[number];
type FieldName = (typeof formFields)[number];
type Asked = 'no' | 'optional' | 'required';
type Body = z.input<typeof newPointBody>;

/** Opens a link to a chat, or a form, where people opt in to a source. */
export function NewPoint({ source, onClose }: { source: string; onClose: () => void }) {
  const t = useTexts(sourcesTexts);
  const common = useTexts(commonTexts);
  const { language } = useLanguage();
  const may = useMay();
  const accounts = useAccounts(may('accounts.read')).data ?? [];
  const [kind, setKind] = useState<Kind>('account_link');
  const [title, setTitle] = useState('');
  const [agreement, setAgreement] = useState('');
  const [account, setAccount] = useState<string | null>(null);
  const [words, setWords] = useState(t.wordsSample);
  const [asked, setAsked] = useState<Record<FieldName, Asked>>({
    name: 'optional',
    phone: 'required',
    username: 'no',
  });
  const [successText, setSuccessText] = useState('');
  const [origins, setOrigins] = useState<string[]>([]);
  const isForm = kind === 'form';
  const open = useAction(
    () => {
      const fields = Object.fromEntries(
        Object.entries(asked).filter(([, how]) => how !== 'no'),
      ) as NonNullable<Body['fields']>;
      const common = { kind, source, title: title.trim(), agreement: agreement.trim(), language };
      const own: Partial<Body> = isForm
        ? { fields, success_text: successText.trim(), allowed_origins: origins }
        : { words: words.trim(), ...(account && { account_id: account }) };
      const rest = { success_text: '', allowed_origins: [], ...own };
      return take(api.POST('/opt-in/points', { body: { ...common, ...rest } }));
    },
    {
      quiet: true,
      refreshes: ['sources'],
      onDone: ({ point }) => {
        notifyDone(t.opened(point.title));
        onClose();
      },
    },
  );
  const isKnown = !isForm || asked.phone !== 'no' || asked.username !== 'no';
  return (
    <Dialog onClose={onClose} title={`${t.pointTitle}: ${source}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate(undefined);
        }}
      >
        <Stack>
          <Radio.Group label={t.what} value={kind} onChange={(value) => setKind(value as Kind)}>
            <Stack gap="xs" mt="xs">
              {(['account_link', 'form'] as const).map((one) => (
                <Radio key={one} value={one} label={t.kind[one]} description={t.kindHint[one]} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label={t.title}
            description={t.titleHint}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={200}
            required
          />
          {isForm ? (
            <FormAsks asked={asked} onAsked={setAsked} />
          ) : (
            <>
              <Select
                label={t.account}
                description={t.accountHint}
                data={accounts}
                value={account}
                onChange={setAccount}
                searchable
                required
              />
              <TextInput
                label={t.firstWords}
                description={t.firstWordsHint}
                value={words}
                onChange={(event) => setWords(event.currentTarget.value)}
                maxLength={500}
                required
              />
            </>
          )}
          <Textarea
            label={t.agreement}
            description={t.agreementHint}
            value={agreement}
            onChange={(event) => setAgreement(event.currentTarget.value)}
            maxLength={5_000}
            autosize
            minRows={2}
            required={isForm}
          />
          {isForm && (
            <>
              <TextInput
                label={t.successText}
                value={successText}
                onChange={(event) => setSuccessText(event.currentTarget.value)}
                maxLength={2_000}
              />
              <TagsInput
                label={t.origins}
                description={t.originsHint}
                value={origins}
                onChange={setOrigins}
                maxTags={20}
                acceptValueOnBlur
              />
            </>
          )}
          {!isKnown && <Alert color="orange">{t.formNeeds}</Alert>}
          {open.error && <Failure error={open.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button
              type="submit"
              loading={open.isPending}
              disabled={!title.trim() || !isKnown || (!isForm && !account)}
            >
              {t.open}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

type FormAsksProps = {
  asked: Record<FieldName, Asked>;
  onAsked: (asked: Record<FieldName, Asked>) => void;
};

function FormAsks({ asked, onAsked }: FormAsksProps) {
  const t = useTexts(sourcesTexts);
  return (
    <Stack gap="xs" role="group" aria-label={t.formAsks}>
      <Text size="sm" fw={500}>
        {t.formAsks}
      </Text>
      {(Object.keys(asked) as FieldName[]).map((name) => (
        <Group key={name} gap="xs">
          <Text size="sm" w={130}>
            {t.field[name]}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t.field[name]}
            value={asked[name]}
            onChange={(how) => onAsked({ ...asked, [name]: how as Asked })}
            data={(['no', 'optional', 'required'] as const).map((how) => ({
              value: how,
              label: t.asked[how],
            }))}
          />
        </Group>
      ))}
    </Stack>
  );
}
