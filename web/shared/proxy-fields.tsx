import { Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { defineTexts, useTexts } from './language.tsx';
import { type ProxyDraft, type ProxyType, readProxyAddress } from './proxy-address.ts';

const texts = defineTexts(
  {
    type: 'Тип прокси',
    host: 'Адрес',
    hostHint: 'Можно вставить целиком: socks5://логин:пароль@адрес:порт',
    port: 'Порт',
    user: 'Логин',
    password: 'Пароль',
    secret: 'Секрет',
    passwordKept: 'Пароль сохранён. Чтобы сохранить остальное, введите его ещё раз.',
  },
  {
    type: 'Type of proxy',
    host: 'Host',
    hostHint: 'You may paste it whole: socks5://user:password@host:port',
    port: 'Port',
    user: 'User',
    password: 'Password',
    secret: 'Secret',
    passwordKept: 'A password is stored. Enter it again to save the rest.',
  },
);

const typeNames: Readonly<Record<ProxyType, string>> = {
  socks5: 'SOCKS5',
  http: 'HTTP',
  mtproto: 'MTProto',
};

/** What an account of Telegram can go through. */
export const accountProxyTypes = ['socks5', 'http', 'mtproto'] as const;

type ProxyFieldsProps = {
  value: ProxyDraft;
  onChange: (value: ProxyDraft) => void;
  types?: readonly ProxyType[];
  /** A password is stored that is never shown. */
  hasPassword?: boolean;
};

/** Where a proxy stands and how to log in to it; takes an address pasted whole. */
export function ProxyFields({
  value,
  onChange,
  types = accountProxyTypes,
  hasPassword,
}: ProxyFieldsProps) {
  const t = useTexts(texts);
  const isMtproto = value.type === 'mtproto';
  const set = (part: Partial<ProxyDraft>) => onChange({ ...value, ...part });
  return (
    <Stack gap="sm">
      <Stack gap={4}>
        <Text size="sm" fw={500} aria-hidden>
          {t.type}
        </Text>
        <SegmentedControl
          aria-label={t.type}
          value={value.type}
          onChange={(type) => set({ type: type as ProxyDraft['type'] })}
          data={types.map((type) => ({ value: type, label: typeNames[type] }))}
        />
      </Stack>
      <Group align="flex-start" gap="sm" wrap="nowrap">
        <TextInput
          label={t.host}
          description={t.hostHint}
          value={value.host}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            const read = readProxyAddress(typed);
            set(read && (!read.type || types.includes(read.type)) ? read : { host: typed });
          }}
          autoComplete="off"
          spellCheck={false}
          inputWrapperOrder={['label', 'input', 'description']}
          style={{ flex: 1 }}
        />
        <TextInput
          label={t.port}
          value={value.port}
          onChange={(event) => set({ port: event.currentTarget.value.replace(/\D/g, '') })}
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          w={90}
        />
      </Group>
      {!isMtproto && (
        <TextInput
          label={t.user}
          value={value.username}
          onChange={(event) => set({ username: event.currentTarget.value })}
          autoComplete="off"
        />
      )}
      <PasswordInput
        label={isMtproto ? t.secret : t.password}
        {...(hasPassword && { description: t.passwordKept })}
        value={value.password}
        onChange={(event) => set({ password: event.currentTarget.value })}
        autoComplete="new-password"
      />
    </Stack>
  );
}
