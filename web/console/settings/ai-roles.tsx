import { Button, Stack, Text, UnstyledButton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { AiRoleEditor } from './ai-role-editor.tsx';
import { aiTexts } from './ai-texts.ts';
import styles from './settings.module.css';
import { useAiRoles } from './use-assistant.ts';

const NEW = 'new';

/** As whom the AI answers; the opened role stands in the address. */
export function AiRoles({ mayChange }: { mayChange: boolean }) {
  const t = useTexts(aiTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const { role: opened } = useSearch({ strict: false }) as { role?: string };
  const query = useAiRoles();
  const open = (role: string | undefined) =>
    void navigate({ to: '/settings/$section', params: { section: 'ai' }, search: { role } });
  const role = query.rows.find(({ id }) => String(id) === opened);
  const toMake = mayChange && (
    <Button size="xs" variant="default" onClick={() => open(NEW)}>
      {t.newRole}
    </Button>
  );
  return (
    <Card title={t.roles} aside={query.rows.length > 0 && toMake}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.rolesHint}
        </Text>
        <Loaded query={{ ...query, data: query.first }}>
          {() =>
            query.rows.length === 0 ? (
              <Empty title={t.noRoles} action={toMake}>
                {t.noRolesHint}
              </Empty>
            ) : (
              <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
                {query.rows.map(({ id, name, prompt, mode }) => (
                  <li key={id}>
                    <UnstyledButton className={styles['row']} onClick={() => open(String(id))}>
                      <Text size="sm" fw={600}>
                        {name}
                        <Text span size="xs" c="dimmed" fw={400}>
                          {` · ${mode ? t.modes[mode] : t.modeOfWorkspace}`}
                        </Text>
                      </Text>
                      <Text size="xs" c="dimmed" truncate>
                        {prompt}
                      </Text>
                    </UnstyledButton>
                  </li>
                ))}
              </Stack>
            )
          }
        </Loaded>
        {query.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {common.more}
          </Button>
        )}
      </Stack>
      {(opened === NEW || role) && (
        <AiRoleEditor
          key={opened}
          role={role}
          mayChange={mayChange}
          onClose={() => open(undefined)}
        />
      )}
    </Card>
  );
}
