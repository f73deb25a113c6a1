import { Button, Menu, Text } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useTexts } from '../../shared/language.tsx';
import { scriptsTexts } from './texts.ts';
import { useOwnFields } from './use-scripts.ts';

const ofPerson = ['first_name', 'last_name', 'name', 'username', 'phone', 'source'] as const;
const ofRest = ['account.first_name', 'account.username', 'hour', 'today'] as const;

/** What a text may say of the person, ready with a word for those of whom it isn't known. */
export function VariablesMenu({ onInsert }: { onInsert: (text: string) => void }) {
  const t = useTexts(scriptsTexts);
  const ownFields = useOwnFields().filter((name) => /^[\w-]+$/.test(name));
  const item = (variable: string, label: string, text: string) => (
    <Menu.Item
      key={variable}
      onClick={() => onInsert(text)}
      rightSection={
        <Text size="xs" c="dimmed" ff="monospace">
          {variable}
        </Text>
      }
    >
      {label}
    </Menu.Item>
  );
  const withFallback = (variable: string) => {
    const word =
      variable === 'first_name' || variable === 'name' ? t.fallback[variable] : t.fallback.other;
    return `{{ ${variable} | default: "${word}" }}`;
  };
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconBraces size={14} aria-hidden />}
        >
          {t.insertVariable}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t.aboutPerson}</Menu.Label>
        {ofPerson.map((name) => item(name, t.variables[name], withFallback(name)))}
        {ownFields.length > 0 && <Menu.Label>{t.ownFields}</Menu.Label>}
        {ownFields.map((name) => item(`custom.${name}`, name, withFallback(`custom.${name}`)))}
        <Menu.Label>{t.aboutAccount}</Menu.Label>
        {ofRest.map((name) => item(name, t.variables[name], `{{ ${name} }}`))}
        {item('if hour', t.greeting, t.greetingText)}
      </Menu.Dropdown>
    </Menu>
  );
}
