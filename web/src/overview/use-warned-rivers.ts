import { computed } from 'vue'
import { soonestEarly, type EarlyAlarm } from '../alarms/soonest-early.js'
import { useRoom } from '../room/use-room.js'

const NONE: ReadonlyMap<string, EarlyAlarm> = new Map()

/** By station: the early warning of a level of its river that is expected first; none at a moment to come. */
export function useWarnedRivers() {
  const { alarms, rewind } = useRoom()
  return computed((last: ReadonlyMap<string, EarlyAlarm> = NONE) => {
    if (rewind.ahead.value) return NONE
    return soonestEarly(
      alarms.value.filter(({ property }) => property === 'water_level'),
      last,
    )
  })
}
