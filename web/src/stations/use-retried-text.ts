import type { WireRetryResult } from '@ioc/shared/wire'
import { useWords } from '../i18n/use-words.js'

/** What came of taking in again, in words. */
export function useRetriedText() {
  const { t, number } = useWords()
  return ({ taken, still, left }: WireRetryResult): string => {
    const counts = { taken: number(taken.length, 0), still: number(still.length, 0), left: number(left, 0) }
    return t(left > 0 ? 'ledger.retriedSome' : 'ledger.retried', counts)
  }
}
