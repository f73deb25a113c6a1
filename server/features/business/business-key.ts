import { AppError } from '../../base/errors.ts';

/** biz_2 of number 2: how the outside names a business connection. */
export function businessKey(number: number): string {
  return `biz_${number}`;
}

/** @returns the number in biz_2; undefined: it is no such key */
export function readBusinessKey(key: string): number | undefined {
  const number = Number(/^biz_(\d{1,9})$/.exec(key)?.[1]);
  return Number.isInteger(number) ? number : undefined;
}

export function businessNotFound(key: string): AppError {
  return new AppError('not_found', {
    ru: `Бизнес-аккаунта ${key} нет. Список: GET /business.`,
    en: `There is no business account ${key}. The list: GET /business.`,
  });
}
