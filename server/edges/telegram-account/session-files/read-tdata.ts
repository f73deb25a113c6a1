import type { Tdata, TdMtpAuthorization } from '@mtcute/convert';
import { AppError } from '../../../base/errors.ts';
import { openTdata } from './open-tdata.ts';
import type { SessionParts } from './session-parts.ts';
import { checkParts } from './session-parts.ts';
import { isSystemError } from './system-error.ts';
import { texts } from './texts.ts';

/**
 * Reads all accounts of a tdata folder of Telegram Desktop, in the order it shows them.
 * @param folder the one that holds key_datas
 * @param passcode Telegram Desktop's local passcode, '' for none
 * @throws AppError wrong_passcode, or invalid_tdata when any account is damaged or signed out
 */
export async function readTdata(folder: string, passcode: string): Promise<SessionParts[]> {
  const tdata = await openTdata(folder, passcode);
  const { order } = tdata.keyData;
  const found: SessionParts[] = [];
  for (const [position, index] of order.entries()) {
    found.push(await readAccount(tdata, index, position + 1));
  }
  return found;
}

async function readAccount(tdata: Tdata, index: number, number: number): Promise<SessionParts> {
  const { count } = tdata.keyData;
  const { mainDcId, authKeys, userId } = await readAuthorization(tdata, index, number);
  const main = authKeys.find((key) => key.dcId === mainDcId);
  if (!main) throw new AppError('invalid_tdata', texts.tdataSignedOut(number, count));
  const raw = { dcId: mainDcId, authKey: main.key, userId: userId.toNumber() };
  return checkParts(raw, 'invalid_tdata');
}

async function readAuthorization(
  tdata: Tdata,
  index: number,
  number: number,
): Promise<TdMtpAuthorization> {
  try {
    return await tdata.readMtpAuthorization(index);
  } catch (error) {
    if (isSystemError(error) || error instanceof AppError) throw error;
    const text = texts.damagedTdataAccount(number, tdata.keyData.count);
    throw new AppError('invalid_tdata', text, { cause: error });
  }
}
