import { computed, type Ref } from 'vue'
import { DAY, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { usePolled } from '../access/use-polled.js'
import { WITHIN, type AlarmFilter } from './filter-alarms.js'

const READ_AGAIN_MS = 30_000
/** How far the moment may move before it is another question. */
const STEP_MS = 10 * MINUTE

/**
 * Alarms that were over only in the last day, or as lately as the filter says, whenever they began. Read only while looked at.
 *
 * @param at the moment the room was rewound to; null in the present.
 */
export function useEnded(filter: () => AlarmFilter, { now, at }: { now: Ref<EpochMs>; at: Ref<EpochMs | null> }) {
  const path = computed(() => {
    const { view, within } = filter()
    if (view !== 'cleared') return null
    const since = now.value - (within === null ? DAY : WITHIN[within])
    return `alarms?state=cleared&since=${Math.floor(since / STEP_MS) * STEP_MS}`
  })
  const { data } = usePolled<WireAlarm[]>(path, READ_AGAIN_MS)
  return computed((): readonly WireAlarm[] => {
    const ended = data.value ?? []
    const { value: moment } = at
    if (moment === null) return ended
    return ended.filter(({ clearedAt }) => clearedAt !== null && Date.parse(clearedAt) <= moment)
  })
}
