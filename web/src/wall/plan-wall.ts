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
 * `turnedMs` says how far somebody has moved that clock by hand (`turnWall`), which shows the scenes beside what is urgent
 * too. `alarms` are ordered, worst first.
 */
export function planWall(
  scenes: readonly WallScene[],
  alarms: readonly WireAlarm[],
  now: EpochMs,
  turnedMs: number | null = null,
): WallPlan {
  const urgent = alarms.find((alarm) => alarm.severity === 'critical' && needsLook(alarm)) ?? null
  if (urgent && turnedMs === null) return { show: 'map', urgent }
  return { show: scenes[turnAt(scenes, now + (turnedMs ?? 0))]!.show, urgent }
}

/** How far the wall's clock is to be moved so that the next scene, or the one before (-1), begins now and has its whole time. */
export function turnWall(scenes: readonly WallScene[], now: EpochMs, turnedMs: number | null, by: 1 | -1): number {
  const at = now + (turnedMs ?? 0)
  const index = (turnAt(scenes, at) + by + scenes.length) % scenes.length
  const start = lengthOf(scenes.slice(0, index))
  return start - (now % lengthOf(scenes))
}

function turnAt(scenes: readonly WallScene[], at: EpochMs): number {
  const cycle = lengthOf(scenes)
  let left = ((at % cycle) + cycle) % cycle
  return scenes.findIndex(({ seconds }) => (left -= seconds * SECOND) < 0)
}

function lengthOf(scenes: readonly WallScene[]): number {
  return scenes.reduce((sum, { seconds }) => sum + seconds * SECOND, 0)
}
