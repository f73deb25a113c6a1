import type { FormField } from '../../../contract/opt-in.ts';
import { formFields } from '../../../contract/opt-in.ts';
import { AppError } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { readPhone, readUsername } from '../contacts/identifiers.ts';
import type { Person } from '../contacts/identify-contact.ts';
import { formTexts } from './form-texts.ts';
import type { Point } from './tables.ts';

export type GivenFields = Partial<Record<FormField, string>>;
/** What is wrong with a filled form: at a field, at the tick, or with all of it. */
export type FormFaults = Partial<Record<FormField | 'agree' | 'form', Text>>;

export type FilledForm =
  | { person: Person; given: GivenFields; faults: undefined }
  | { given: GivenFields; faults: FormFaults };

const longest: Record<FormField, number> = { name: 100, phone: 32, username: 100 };

/** Reads what a visitor posted. Pure: what was filled in, and what is wrong with it. */
export function readForm(
  point: Pick<Point, 'fields' | 'agreementVersion'>,
  body: Readonly<Record<string, string>>,
): FilledForm {
  const asked = formFields.filter((field) => point.fields[field]);
  const entries = asked.map((field) => [field, (body[field] ?? '').trim()] as const);
  const given: GivenFields = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const faults: FormFaults = {};
  for (const field of asked) {
    const fault = faultOf(field, given[field], point.fields[field] === 'required');
    if (fault) faults[field] = fault;
  }
  const phone = faults.phone ? undefined : given.phone && readPhone(given.phone);
  const username = faults.username ? undefined : given.username && readUsername(given.username);
  if (!given.phone && !given.username) {
    const first = point.fields.phone ? 'phone' : 'username';
    faults[first] ??= asked.length > 1 ? formTexts.phoneOrUsername : formTexts.needed;
  }
  if (Number(body['version']) !== point.agreementVersion) faults.agree = formTexts.agreementChanged;
  else if (body['agree'] !== 'yes') faults.agree = formTexts.notAgreed;
  if (body['homepage']) faults.form = formTexts.trapped;
  if (Object.keys(faults).length > 0) return { given, faults };
  return { person: { phone, username, firstName: given.name ?? '' }, given, faults: undefined };
}

function faultOf(field: FormField, value: string | undefined, isRequired: boolean) {
  if (value === undefined) return isRequired ? formTexts.needed : undefined;
  if (value.length > longest[field]) return formTexts.tooLong;
  try {
    if (field === 'phone') readPhone(value);
    if (field === 'username') readUsername(value);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.text;
    throw error;
  }
}
