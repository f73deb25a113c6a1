import {
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Title,
  useComputedColorScheme,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Bubble, Chat, ChatNote } from '../../shared/bubble.tsx';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { delayUnits, unitOf } from './delay.ts';
import type { StageDraft } from './draft.ts';
import { MediaView } from './media-view.tsx';
import { scriptsTexts } from './texts.ts';
import { usePreview } from './use-scripts.ts';

const TYPING_MS = 400;
const SAMPLE = 'sample';

/** The script as the person sees it on their phone, while it is written. */
export function Preview({ stages }: { stages: readonly StageDraft[] }) {
  const t = useTexts(scriptsTexts);
  const [address, setAddress] = useAddress();
  const own = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const [scheme, setScheme] = useState<'light' | 'dark'>(own);
  const [settled] = useDebouncedValue(stages, TYPING_MS);
  const contactId = Number(address['for']) || undefined;
  const query = usePreview(settled, contactId);
  const [chosen, setChosen] = useState<Record<string, number>>({});
  return (
    <Stack gap="xs" component="section" aria-label={t.preview}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h5">
          {t.preview}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t.phoneScheme}
          value={scheme}
          onChange={(value) => setScheme(value as typeof scheme)}
          data={[
            { value: 'light', label: t.light },
            { value: 'dark', label: t.dark },
          ]}
        />
      </Group>
      <ContactPicker
        contactId={contactId}
        name={query.data?.person}
        onChange={(id) => setAddress({ for: id?.toString() })}
      />
      <Loaded query={query}>
        {(preview) => (
          <Chat label={t.preview} scheme={scheme}>
            {settled.map((stage, place) => {
              const shown = preview.stages[place];
              if (!shown) return null;
              if (shown.is_left_out)
                return <ChatNote key={stage.key}>{t.leftOut(place + 1)}</ChatNote>;
              const which = Math.min(chosen[stage.key] ?? 0, stage.variants.length - 1);
              return (
                <Fragment key={stage.key}>
                  <PauseNote stage={stage} isFirst={place === 0} />
                  {stage.variants.length > 1 && (
                    <SegmentedControl
                      size="xs"
                      aria-label={`${t.stage(place + 1)}: ${t.variants}`}
                      value={String(which)}
                      onChange={(value) => setChosen({ ...chosen, [stage.key]: Number(value) })}
                      data={stage.variants.map((variant, i) => ({
                        value: String(i),
                        label: variant.name || String(i + 1),
                      }))}
                      style={{ alignSelf: 'flex-start' }}
                      maw="100%"
                    />
                  )}
                  <StageBubble stage={stage} which={which} text={shown.variants[which]?.text} />
                </Fragment>
              );
            })}
          </Chat>
        )}
      </Loaded>
    </Stack>
  );
}

function StageBubble(props: { stage: StageDraft; which: number; text: string | null | undefined }) {
  const t = useTexts(scriptsTexts);
  const variant = props.stage.variants[props.which];
  if (!variant) return null;
  if (props.text === null) return <ChatNote>{t.brokenText}</ChatNote>;
  const isEmpty = variant.type === 'text' && !props.text;
  if (isEmpty) return <ChatNote>{t.emptyPreview}</ChatNote>;
  const media =
    variant.type === 'text' ? undefined : variant.mediaId === null ? (
      <Text size="xs">{`${t.types[variant.type]}: ${t.fileNeeded}`}</Text>
    ) : (
      <MediaView id={variant.mediaId} type={variant.type} filename={variant.filename} />
    );
  const text = variant.type !== 'text' && variant.content === '' ? '' : (props.text ?? '');
  return <Bubble text={text} media={media} />;
}

function PauseNote({ stage, isFirst }: { stage: StageDraft; isFirst: boolean }) {
  const t = useTexts(scriptsTexts);
  const { language } = useLanguage();
  const unit = unitOf(stage.delayMin, stage.delayMax);
  const inUnit = (seconds: number) => formatNumber(seconds / delayUnits[unit], language);
  const pause =
    stage.delayMax === 0
      ? t.atOnce
      : t.delayOf(inUnit(stage.delayMin), inUnit(stage.delayMax), unit);
  if (isFirst) return stage.delayMax === 0 ? null : <ChatNote>{pause}</ChatNote>;
  return <ChatNote>{`${t.afterAgreeing} · ${pause}`}</ChatNote>;
}

function ContactPicker(props: {
  contactId: number | undefined;
  name: string | undefined;
  onChange: (id: number | undefined) => void;
}) {
  const t = useTexts(scriptsTexts);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data } = useQuery({
    queryKey: ['contacts', 'pick', q],
    queryFn: ({ signal }) =>
      take(api.GET('/contacts', { params: { query: { limit: 20, ...(q && { q }) } }, signal })),
    placeholderData: keepPreviousData,
  });
  const found = (data?.contacts ?? []).map((contact) => ({
    value: String(contact.id),
    label:
      [contact.first_name, contact.last_name].filter(Boolean).join(' ') ||
      (contact.username ? `@${contact.username}` : (contact.phone ?? String(contact.id))),
  }));
  const { contactId, name } = props;
  const isKnown = found.some(({ value }) => value === String(contactId));
  return (
    <Select
      size="xs"
      label={t.previewFor}
      placeholder={t.findContact}
      searchable
      value={contactId ? String(contactId) : SAMPLE}
      onSearchChange={(text) => setTyped(text === t.sample || text === name ? '' : text)}
      onChange={(value) => props.onChange(Number(value) || undefined)}
      allowDeselect={false}
      nothingFoundMessage={t.noSuchContact}
      // The server has searched already, by more than the name.
      filter={({ options }) => options}
      data={[
        { value: SAMPLE, label: t.sample },
        ...(contactId && !isKnown
          ? [{ value: String(contactId), label: name ?? String(contactId) }]
          : []),
        ...found,
      ]}
    />
  );
}
