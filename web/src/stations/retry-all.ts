import type { WireRetryResult } from '@ioc/shared/wire'
import { call } from '../access/call.js'

/**
 * Takes in again all that is chosen, however much it is: one call takes so many and says where the next goes on.
 *
 * @param tell what came of it up to now, after each call.
 * @returns what came of all.
 */
export async function retryAll(
  choice: { station?: string; reason?: string },
  tell: (result: WireRetryResult) => void,
): Promise<WireRetryResult> {
  let all: WireRetryResult = { taken: [], still: [], left: 0, after: null }
  do {
    const body = { ...choice, ...(all.after !== null && { after: all.after }) }
    const { taken, still, left, after } = await call<WireRetryResult>('rejections/retry', { method: 'POST', body })
    all = { taken: all.taken.concat(taken), still: all.still.concat(still), left, after }
    tell(all)
  } while (all.after !== null)
  return all
}
