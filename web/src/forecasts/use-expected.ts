import { computed, shallowRef, watch, type Ref } from 'vue'
import type { WireExpected } from '@ioc/shared/forecast'
import { HOUR, MINUTE, formatTime, type EpochMs } from '@ioc/shared/time'
import { usePolled } from '../access/use-polled.js'
import { EXPECTED_PROPERTIES } from './expected-rows.js'

/** How far ahead the map of what is expected looks. */
const AHEAD_MS = 3 * HOUR
/** The shortest step of a forecast, about. */
const STEP_MS = 5 * MINUTE

interface Expected {
  /** The moment it is about. */
  at: EpochMs
  stations: readonly WireExpected[]
}

interface ExpectedOptions {
  wanted: Readonly<Ref<boolean>>
  now: Readonly<Ref<EpochMs>>
}

/** What is expected in three hours, by the forecasts of the last minute; null while nobody wants it or knows it. */
export function useExpected({ wanted, now }: ExpectedOptions) {
  const at = computed(() => Math.round((now.value + AHEAD_MS) / STEP_MS) * STEP_MS)
  const path = computed(() => {
    const asking = new URLSearchParams({ at: formatTime(at.value), property: EXPECTED_PROPERTIES.join(',') })
    return wanted.value ? `forecasts/expected?${asking}` : null
  })
  const { data, failed } = usePolled<readonly WireExpected[]>(path, MINUTE)
  const expected = shallowRef<Expected | null>(null)
  // An answer is of the moment that was asked about, which stays until there is one about the next.
  watch(data, (stations) => (expected.value = stations && { at: at.value, stations }), { flush: 'sync' })
  return { expected, failed }
}
