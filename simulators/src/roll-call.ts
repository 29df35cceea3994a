import { formatTime, SECOND } from '@ioc/shared/time'
import type { LoggerEvents } from './logger.js'
import { someOf } from './some-of.js'

/** Acknowledged so long after it was measured, a report was late. */
const LATE_MS = 5 * SECOND

/** Who is there, who was refused, and what went through so far. */
export interface RollCall {
  eventsOf(station: string): LoggerEvents
  /** What goes wrong and was not told yet. */
  troubles(): string[]
  /** Everyone was refused and nobody was ever let in. */
  isHopeless(): boolean
  /** How it goes, in one line. */
  progress(worldTime: number, scenario: string): string
}

export function createRollCall({ total, now }: { total: number; now: () => number }): RollCall {
  const connected = new Set<string>()
  const refused = new Map<string, string>()
  let untold: string[] = []
  let away: string | null = null
  let toldAway = false
  let everConnected = false
  const count = { published: 0, acknowledged: 0, late: 0, lost: 0 }
  const past = { begun: 0, delivered: 0 }
  let before = { at: now(), acknowledged: 0 }

  return {
    eventsOf: (station) => ({
      connected() {
        connected.add(station)
        refused.delete(station)
        everConnected = true
        away = null
        toldAway = false
      },
      published: (messages) => void (count.published += messages),
      pastBegun: (readings) => void (past.begun += readings),
      pastDelivered: (readings) => void (past.delivered += readings),
      acknowledged({ measuredAt }) {
        count.acknowledged++
        if (now() - measuredAt > LATE_MS) count.late++
      },
      lost: () => void count.lost++,
      refused(reason) {
        connected.delete(station)
        if (!refused.has(station)) untold.push(station)
        refused.set(station, reason)
      },
      down(reason) {
        connected.delete(station)
        away = reason || 'connection closed'
      },
    }),
    troubles() {
      const lines: string[] = []
      if (untold.length > 0) {
        const reason = refused.get(untold[0] ?? '') ?? 'refused'
        lines.push(`the broker refused ${untold.length} stations (${reason}): ${someOf(untold)}`)
        untold = []
      }
      if (away !== null && connected.size === 0 && !toldAway) {
        lines.push(`the broker is away (${away}); trying again`)
        toldAway = true
      }
      return lines
    },
    isHopeless: () => !everConnected && refused.size === total,
    progress(worldTime, scenario) {
      const at = now()
      const rate = ((count.acknowledged - before.acknowledged) * SECOND) / Math.max(1, at - before.at)
      before = { at, acknowledged: count.acknowledged }
      return [
        `connected ${connected.size}/${total}`,
        `published ${count.published}`,
        `acked ${count.acknowledged}`,
        `${rate.toFixed(1)}/s`,
        `late ${count.late}`,
        ...(past.delivered < past.begun ? [`history ${past.delivered}/${past.begun}`] : []),
        ...(count.lost > 0 ? [`lost ${count.lost}`] : []),
        `world ${formatTime(Math.round(worldTime))}`,
        scenario,
      ].join(' · ')
    },
  }
}
