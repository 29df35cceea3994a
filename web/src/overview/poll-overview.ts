import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { WireOverview } from '@ioc/shared/overview'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { call } from '../access/call.js'
import { usePolled } from '../access/use-polled.js'

/** The server computes the figures twice a minute; asking more often brings nothing. */
const EVERY_MS = 30_000

/** The province in a few numbers, as it is or, at a moment of the past, as it was in that minute; null before the first answer. */
export function pollOverview(at: Readonly<Ref<EpochMs | null>>) {
  const { data, failed } = usePolled<WireOverview>('overview', EVERY_MS)
  const then = shallowRef<WireOverview | null>(null)
  const thenFailed = shallowRef(false)
  const minute = computed(() => (at.value === null ? null : Math.floor(at.value / MINUTE) * MINUTE))
  let asked: AbortController | null = null

  watch(minute, async (wanted) => {
    asked?.abort()
    if (wanted === null) {
      then.value = null
      return
    }
    const { signal } = (asked = new AbortController())
    try {
      then.value = await call<WireOverview>(`overview?at=${wanted}`, { signal })
      thenFailed.value = false
    } catch {
      if (!signal.aborted) thenFailed.value = true
    }
  })
  onScopeDispose(() => asked?.abort())

  return {
    overview: computed(() => (at.value === null ? data.value : then.value)),
    overviewFailed: computed(() => (at.value === null ? failed.value : thenFailed.value)),
  }
}
