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
import type { Point } from './use-points.ts';

type Kind = (typeof optInKinds)[number];
type FieldName = (typeof formFields)[number];
type Asked = 'no' | 'optional' | 'required';
type Body = z.input<typeof newPointBody>;

type PointFormProps = {
  source: string;
  /** The one to change; without it a new one is opened. */
  point?: Point;
  onClose: () => void;
};

/** Opens, or changes, a link to a chat or a form where people opt in to a source. */
export function PointForm({ source, point, onClose }: PointFormProps) {
  const t = useTexts(sourcesTexts);
  const common = useTexts(commonTexts);
  const { language } = useLanguage();
  const may = useMay();
  const accounts = useAccounts(may('accounts.read')).data ?? [];
  const [kind, setKind] = useState<Kind>(point?.kind ?? 'account_link');
  const [title, setTitle] = useState(point?.title ?? '');
  const [agreement, setAgreement] = useState(point?.agreement ?? '');
  const [account, setAccount] = useState(point?.account_id ?? null);
  const [words, setWords] = useState(point?.words ?? t.wordsSample);
  const [asked, setAsked] = useState(() => askedBy(point));
  const [successText, setSuccessText] = useState(point?.success_text ?? '');
  const [origins, setOrigins] = useState(point?.allowed_origins ?? []);
  const isForm = kind === 'form';
  const open = useAction(
    () => {
      const fields = Object.fromEntries(
        Object.entries(asked).filter(([, how]) => how !== 'no'),
      ) as NonNullable<Body['fields']>;
      const shared = { title: title.trim(), agreement: agreement.trim() };
      const own: Partial<Body> = isForm
        ? { fields, success_text: successText.trim(), allowed_origins: origins }
        : { words: words.trim(), ...(account && { account_id: account }) };
      if (point) {
        const params = { path: { id: point.id } };
        return take(api.PATCH('/opt-in/points/{id}', { params, body: { ...shared, ...own } }));
      }
      const rest = { kind, source, language, success_text: '', allowed_origins: [], ...own };
      return take(api.POST('/opt-in/points', { body: { ...shared, ...rest } }));
    },
    {
      quiet: true,
      refreshes: ['sources'],
      onDone: ({ point: saved }) => {
        notifyDone(point ? common.saved : t.opened(saved.title));
        onClose();
      },
    },
  );
  const isKnown = !isForm || asked.phone !== 'no' || asked.username !== 'no';
  return (
    <Dialog onClose={onClose} title={`${point ? t.editPoint : t.pointTitle}: ${source}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate(undefined);
        }}
      >
        <Stack>
          {!point && (
            <Radio.Group label={t.what} value={kind} onChange={(value) => setKind(value as Kind)}>
              <Stack gap="xs" mt="xs">
                {(['account_link', 'form'] as const).map((one) => (
                  <Radio key={one} value={one} label={t.kind[one]} description={t.kindHint[one]} />
                ))}
              </Stack>
            </Radio.Group>
          )}
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
          {point && point.agreement !== agreement.trim() && (
            <Alert color="blue" variant="light">
              {t.agreementChanges}
            </Alert>
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
              {point ? common.save : t.open}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** What a form asks for, and what a new one usually does. */
function askedBy(point: Point | undefined): Record<FieldName, Asked> {
  if (!point) return { name: 'optional', phone: 'required', username: 'no' };
  return { name: 'no', phone: 'no', username: 'no', ...point.fields };
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
