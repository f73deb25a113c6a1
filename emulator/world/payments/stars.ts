import type { World } from '../world.ts';

/** How many Stars a person or a bot has. */
export const starsOf = (world: World, userId: number): number => world.stars.get(userId) ?? 0;

/** Gives Stars, or takes them when the number is negative. @returns what there is now */
export function addStars(world: World, userId: number, stars: number): number {
  const balance = starsOf(world, userId) + stars;
  world.stars.set(userId, balance);
  return balance;
}
