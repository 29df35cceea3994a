import { onScopeDispose, readonly, shallowRef } from 'vue'
import type { WireOverview } from '@ioc/shared/overview'
import { call } from '../access/call.js'

/** The server computes the figures twice a minute; asking more often brings nothing. */
const EVERY_MS = 30_000

/** The province in a few numbers, asked for again while the page can be seen; null before the first answer. */
export function pollOverview() {
  const overview = shallowRef<WireOverview | null>(null)
  const failed = shallowRef(false)

  async function ask(): Promise<void> {
    if (document.hidden) return
    try {
      overview.value = await call<WireOverview>('overview')
      failed.value = false
    } catch {
      failed.value = true
    }
  }
  void ask()
  const timer = setInterval(() => void ask(), EVERY_MS)
  const askAgain = () => void ask()
  document.addEventListener('visibilitychange', askAgain)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', askAgain)
  })
  return { overview: readonly(overview), overviewFailed: readonly(failed) }
}
