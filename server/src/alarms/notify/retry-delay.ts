import { MINUTE, SECOND } from '@ioc/shared/time'

const FIRST_MS = 5 * SECOND
const MOST_MS = 15 * MINUTE

/** How long a channel rests after so many failures in a row: twice as long each time, up to 15 min, a fifth by chance. */
export function retryDelayMs(failures: number, random: () => number): number {
  const delay = Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1))
  return delay * (0.8 + 0.2 * random())
}
