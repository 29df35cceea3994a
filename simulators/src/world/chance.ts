/**
 * Chance without a memory: every draw is a function of what it is for, so a world asked out of order, twice or on
 * another machine answers the same.
 */
function hash(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16) ^ c, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** FNV-1a of a name: the key of a channel of chance. */
export function keyOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Even in [0, 1). Times are folded in whole, not cut to 32 bits. */
export function uniform(seed: number, key: number, index: number): number {
  const low = index % 0x1_0000_0000
  const high = Math.floor(index / 0x1_0000_0000)
  return hash(seed ^ Math.imul(high, 0x165667b1), key, low) / 0x1_0000_0000
}

/** Chance never deviates further from the mean. */
export const MOST_DEVIATIONS = 3.5

/** Normal, mean 0, deviation 1, cut so that no sensor is ever absurd by chance alone. */
export function gaussian(seed: number, key: number, index: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, key, index)))
  const z = radius * Math.cos(2 * Math.PI * uniform(seed, key ^ 0x5bd1e995, index))
  return Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, z))
}

/** Wanders smoothly between -1 and 1; `periodMs` is how long it takes to become something else. */
export function wander(seed: number, key: number, at: number, periodMs: number): number {
  const position = at / periodMs
  const step = Math.floor(position)
  const u = position - step
  const from = uniform(seed, key, step)
  const to = uniform(seed, key, step + 1)
  return 2 * (from + (to - from) * u * u * (3 - 2 * u)) - 1
}
