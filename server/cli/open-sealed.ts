import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCrypto } from '../base/crypto.ts';
import { errorMessage } from '../base/errors.ts';
import { readSealed } from '../base/sealed-file.ts';
import { readConfig } from '../config/config.ts';

// Opens a file of BACKUPS_DIR or SESSIONS_DIR, which are kept encrypted:
//   npm run open-sealed -- data/backups/+79991234567_tdata.zip account.zip

if (existsSync('.env')) process.loadEnvFile('.env');
const [from, to] = process.argv.slice(2);
if (!from || !to) fail('Say which file to open and where to write it: open-sealed <file> <output>');

try {
  const { config, secrets } = readConfig(process.env);
  const key = secrets.secretKey ?? (await readFile(join(config.dirs.data, 'secret.key'), 'utf8'));
  const plain = await readSealed(createCrypto(key.trim()), from);
  if (!plain) fail(`${from} is not a sealed file.`);
  await writeFile(to, plain, { mode: 0o600, flag: 'wx' });
  console.log(`${to} is written. It holds secrets: delete it when you no longer need it.`);
} catch (error) {
  fail(`The file cannot be opened: ${errorMessage(error)}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
