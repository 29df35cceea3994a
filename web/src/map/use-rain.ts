import { computed, type Ref } from 'vue'
import type { WireRainfall } from '@ioc/shared/overview'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireStation } from '@ioc/shared/wire'
import { usePolled } from '../access/use-polled.js'
import type { Eyes } from '../rewind/read-moment.js'
import { rainClass, type RainSpan } from './rain-classes.js'

interface RainOptions {
  /** Null: rain is not shown. */
  span: Readonly<Ref<RainSpan | null>>
  /** The moment that is shown; null: now. */
  at: Readonly<Ref<EpochMs | null>>
  eyes: Readonly<Ref<Eyes>>
  stations: Readonly<Ref<ReadonlyMap<string, WireStation>>>
}

/** What rain has fallen, at each gauge and, by the gauge with the most, in each commune that has one. */
export function useRain({ span, at, eyes, stations }: RainOptions) {
  const asking = computed(() => {
    if (span.value === null) return null
    return at.value === null ? 'rainfall' : `rainfall?at=${Math.floor(at.value / MINUTE) * MINUTE}&as=${eyes.value}`
  })
  // What fell by one moment must not stand beside another.
  const { data: fallen } = usePolled<WireRainfall[]>(asking, MINUTE, { keep: false })

  /** mm at each gauge that measured in that time. */
  const sums = computed(() => {
    const { value } = span
    if (value === null || fallen.value === null) return null
    return new Map(fallen.value.flatMap((each) => (each[value] === null ? [] : [[each.station, each[value]] as const])))
  })
  /** The class of the most that fell in each commune, 0 to 5; where nobody measures there is none. */
  const classes = computed(() => {
    if (span.value === null || sums.value === null) return null
    const most = new Map<string, number>()
    for (const [id, mm] of sums.value) {
      const area = stations.value.get(id)?.area
      if (area !== undefined) most.set(area, Math.max(mm, most.get(area) ?? 0))
    }
    return new Map([...most].map(([area, mm]) => [area, rainClass(mm, span.value as RainSpan)]))
  })
  return { sums, classes }
}
