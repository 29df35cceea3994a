import { computed, shallowRef, watch, type Ref } from 'vue'
import type { WireTrend } from '@ioc/shared/overview'
import { MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { usePolled } from '../access/use-polled.js'
import type { Eyes } from '../rewind/read-moment.js'
import type { Box } from './plan-scene.js'

/** A map that is being moved comes to rest first. */
const REST_MS = SECOND

export type Trends = ReadonlyMap<string, Readonly<Record<string, number>>>

const NONE: Trends = new Map()

interface TrendsOptions {
  /** Where stations are drawn one by one; null: nowhere. */
  box: Readonly<Ref<Box | null>>
  /** The moment that is shown; null: now. */
  at: Readonly<Ref<EpochMs | null>>
  eyes: Readonly<Ref<Eyes>>
}

/** A trend is of an hour: of a moment so near it says the same, so that it is there also while the past is played. */
const STEP_MS = 5 * MINUTE

/** How fast the values of the stations in a box move, by station and property, at the moment that is shown. */
export function useTrends({ box, at, eyes }: TrendsOptions): Readonly<Ref<Trends>> {
  const trends = shallowRef<Trends>(NONE)
  const step = computed(() => (at.value === null ? null : Math.floor(at.value / STEP_MS) * STEP_MS))
  const asking = computed(() => {
    if (box.value === null) return null
    const then = step.value === null ? '' : `&at=${step.value}&as=${eyes.value}`
    return `trends?bbox=${box.value.map((side) => side.toFixed(4)).join(',')}${then}`
  })
  const { data } = usePolled<WireTrend[]>(asking, MINUTE, { restMs: REST_MS })
  // While the map is moved, those of before stay.
  watch(data, (found) => {
    if (found) trends.value = new Map(found.map(({ station, perHour }) => [station, perHour]))
  })
  watch(step, (now, before) => !isNext(now, before) && (trends.value = NONE), { flush: 'sync' })
  return trends
}

function isNext(now: EpochMs | null, before: EpochMs | null): boolean {
  return now !== null && before !== null && Math.abs(now - before) <= STEP_MS
}
