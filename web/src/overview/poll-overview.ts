import { computed, type Ref } from 'vue'
import type { WireOverview } from '@ioc/shared/overview'
import { usePolled } from '../access/use-polled.js'

/** The server computes the figures twice a minute; asking more often brings nothing. */
const EVERY_MS = 30_000

/** The province in a few numbers: those of the moment that is shown (`past`), or else of now; null before the first answer. */
export function pollOverview(past: Readonly<Ref<WireOverview | null>>) {
  const { data, failed } = usePolled<WireOverview>('overview', EVERY_MS)

  return {
    overview: computed(() => past.value ?? data.value),
    overviewFailed: computed(() => past.value === null && failed.value),
  }
}
