import { groupBy } from '@ioc/shared/group-by'
import type { WireAlarm } from '@ioc/shared/wire'

/** The most that the server takes at once. */
const AT_ONCE = 1_000

/**
 * What is answered together, in parts that the server takes for one cause each: one station, or one rule at one
 * severity.
 *
 * A heading holds lines, and a line what other rules say of the same values. While the rule that made the heading is in
 * hand at one station and not at another, what waits beneath it is of several rules at several stations: seen together,
 * but nothing that the server could know to be one.
 */
export function splitAnswer(alarms: readonly WireAlarm[]): WireAlarm[][] {
  const isOneStation = alarms.every(({ station }) => station === alarms[0]?.station)
  const parts = groupBy(alarms, ({ rule, severity }) => (isOneStation ? '' : `${rule} ${severity}`))
  return [...parts.values()].flatMap((part) => {
    const starts = Array.from({ length: Math.ceil(part.length / AT_ONCE) }, (_, n) => n * AT_ONCE)
    return starts.map((start) => part.slice(start, start + AT_ONCE))
  })
}
