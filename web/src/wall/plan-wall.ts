import { needsLook } from '@ioc/shared/alarm-order'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { WallScene } from '@ioc/shared/wall'
import type { WireAlarm } from '@ioc/shared/wire'

export interface WallPlan {
  show: WallScene['show']
  /** Shown whatever the scene, until somebody has taken it. */
  urgent: WireAlarm | null
}

/**
 * What a wall shows at a moment: the scene whose turn it is, or the worst critical alarm that nobody has taken.
 *
 * It follows from the server's clock alone, so that every screen of a wall shows the same without talking to the others.
 * `skip` are the scenes that somebody has turned on by hand, which shows them beside what is urgent too. `alarms` are ordered, worst first.
 */
export function planWall(scenes: readonly WallScene[], alarms: readonly WireAlarm[], now: EpochMs, skip = 0): WallPlan {
  const urgent = alarms.find((alarm) => alarm.severity === 'critical' && needsLook(alarm)) ?? null
  if (urgent && skip === 0) return { show: 'map', urgent }
  const cycle = scenes.reduce((sum, { seconds }) => sum + seconds * SECOND, 0)
  let left = now % cycle
  const turn = scenes.findIndex(({ seconds }) => (left -= seconds * SECOND) < 0)
  const index = (((turn + skip) % scenes.length) + scenes.length) % scenes.length
  return { show: scenes[index]!.show, urgent }
}
