import { expect, it } from 'vitest'
import { haveOneCause } from '@ioc/server/alarms/one-cause'
import { SEVERITIES, type Alarm } from '@ioc/shared/alarm'
import { needsLook } from '@ioc/shared/alarm-order'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { alarmsOf, gatherCauses } from '../../web/src/alarms/gather-causes.js'
import { groupAlarms } from '../../web/src/alarms/group-alarms.js'
import { layRows } from '../../web/src/alarms/lay-rows.js'
import { splitAnswer } from '../../web/src/alarms/split-answer.js'
import { sampleAlarm } from '../../web/src/design/sample-things.js'
import { seededRandom } from '../seeded-random.js'

const AREAS = ['north', 'south', 'east']
const RULES = ['co-1h', 'co-8h', 'rise']
/** The first word of a station is its commune. */
const areaOf = (station: string) => station.split(' ')[0]!

/** A flood in which rules say several things of the same values, and people have some of it in hand. */
function flood(random: () => number): WireAlarm[] {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const about = AREAS.flatMap((area) => [1, 2].flatMap((n) => RULES.map((rule) => ({ rule, station: `${area} ${n}` }))))
  return about
    .filter(() => random() < 0.6)
    .map(({ rule, station }) => {
      const [severity, isTaken] = [one(SEVERITIES), random() < 0.4]
      return sampleAlarm(`${rule} ${station}`, {
        rule,
        station: station as StationId,
        property: 'co' as PropertyKey,
        severity,
        state: isTaken ? 'acknowledged' : 'unacknowledged',
        ack: isTaken ? { by: 'lan', at: '2026-11-22T05:00:00.000Z', note: null, severity } : null,
      })
    })
}

/** What waits beneath each heading of the list. */
function headings(alarms: readonly WireAlarm[]): WireAlarm[][] {
  const rows = layRows(gatherCauses(groupAlarms(alarms, new Map()), areaOf), new Set())
  return rows.flatMap((row) => (row.kind === 'cause' ? [alarmsOf(row.causes).filter(needsLook)] : []))
}
const isTaken = (alarms: readonly WireAlarm[]) => haveOneCause(alarms as unknown as Alarm[], areaOf)

it('whatever waits beneath a heading can be acknowledged by its button', () => {
  const random = seededRandom(13)
  const waiting = Array.from({ length: 300 }, () => headings(flood(random))).flat()
  const shown = waiting.filter((alarms) => alarms.length > 0)
  expect(shown.flatMap(splitAnswer).filter((part) => !isTaken(part))).toEqual([])
  expect(shown.map((alarms) => splitAnswer(alarms).flat().length)).toEqual(shown.map(({ length }) => length))
  // Many a heading is mixed: as one question the server would refuse it.
  expect(shown.filter((alarms) => !isTaken(alarms)).length).toBeGreaterThan(20)
})
