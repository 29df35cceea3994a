import type { WireAlarm } from '@ioc/shared/wire'
import type { Row } from '../stations/row.js'

/** The level that a river stands at already while an alarm says what is yet to come, 1 to 3; null where that is no worse. */
export function levelNow({ early, property }: WireAlarm, row: Row | undefined): 1 | 2 | 3 | null {
  if (!early || property !== 'water_level') return null
  const level = row?.latest?.indices['flood_level']?.value ?? 0
  return level >= 3 ? 3 : level >= 2 ? 2 : level >= 1 ? 1 : null
}
