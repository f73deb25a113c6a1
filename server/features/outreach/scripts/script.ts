import type { MessageType } from '../../../../contract/messages.ts';

/** One way of saying what a stage says. */
export type Variant = {
  name: string | null;
  /** Its share among the variants of the stage. */
  weight: number;
  type: MessageType;
  /** Liquid: the text, or the caption of the file. */
  content: string;
  mediaId: number | null;
};

/** One message of a script, in the order they are sent. */
export type Stage = {
  /** Seconds between what lets the stage go and the message itself: least and most. */
  delayMin: number;
  delayMax: number;
  /** A Liquid condition: where it doesn't hold the stage is left out. */
  condition: string | null;
  variants: Variant[];
};

/**
 * Picks a variant by weight.
 * @param chance from 0 to 1
 * @returns its place in the list
 */
export function pickVariant(variants: readonly Pick<Variant, 'weight'>[], chance: number): number {
  const total = variants.reduce((sum, v) => sum + v.weight, 0);
  let left = chance * total;
  for (const [place, { weight }] of variants.entries()) {
    left -= weight;
    if (left < 0) return place;
  }
  return variants.length - 1;
}

/** Milliseconds to wait before a stage. @param chance from 0 to 1 */
export function delayOf(stage: Pick<Stage, 'delayMin' | 'delayMax'>, chance: number): number {
  return (stage.delayMin + (stage.delayMax - stage.delayMin) * chance) * 1_000;
}
