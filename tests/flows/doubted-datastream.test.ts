import { expect, it } from 'vitest'
import type { AnomalyCause } from '@ioc/shared/anomaly'
import type { PropertyKey } from '@ioc/shared/ids'
import { ruleSchema } from '@ioc/shared/rule'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { alarmRoom, START, stationOf } from '../alarm-room.js'

const GAUGE = stationOf('G')
const LEVEL = 'water_level' as PropertyKey
const RULE = ruleSchema.parse({
  version: 1,
  id: 'odd',
  name: { vi: '.', en: '.' },
  message: { vi: '{why}', en: '{why}' },
  kind: 'anomaly',
  severity: 'low',
  property: LEVEL,
  cause: 'fault',
  restS: 600,
})

/** Two minutes before the room opened something was flagged, and it has this cause. */
function doubt(cause: AnomalyCause, at = START - 2 * MINUTE) {
  return { at, value: 9, kind: 'spike' as const, cause, why: { vi: '.', en: '.' } }
}

async function roomWith(rules = [RULE]) {
  const room = await alarmRoom({ rules, stations: [GAUGE] })
  const journal = async () => {
    await room.desk.settled()
    return (await room.journal.events({})).map(({ at, type }) => `${(at - START) / MINUTE} min ${type}`)
  }
  return { room, journal }
}

it('rests before it is over, also where a fault turns out to be an event that began long ago', async () => {
  const { room, journal } = await roomWith()
  room.desk.doubt(GAUGE.id, LEVEL, doubt('fault'))
  room.clock.advance(MINUTE)
  room.desk.doubt(GAUGE.id, LEVEL, doubt('event', START - 5 * HOUR))
  room.clock.advance(MINUTE)
  room.report(GAUGE.id, LEVEL, 1)
  expect(await journal()).toEqual(['0 min raised'])
  room.clock.advance(10 * MINUTE)
  expect(await journal()).toEqual(['0 min raised', '11 min returned'])
})

it('wakes to nothing that came to fit while it slept', async () => {
  const { room, journal } = await roomWith([{ ...RULE, during: { hours: [['07:00', '08:00']] } }])
  room.desk.doubt(GAUGE.id, LEVEL, doubt('fault'))
  room.clock.advance(2 * HOUR)
  expect(await journal()).toEqual(['0 min raised', '60 min returned'])
  room.desk.doubt(GAUGE.id, LEVEL, null)
  room.clock.advance(24 * HOUR)
  expect(await journal()).toEqual(['0 min raised', '60 min returned'])
})

it('knows what was flagged, and what fits again, before any rule asked', async () => {
  const { room, journal } = await roomWith([])
  const tell = async (...rules: (typeof RULE)[]) => {
    room.report(GAUGE.id, LEVEL, 1)
    room.desk.setRules(rules, [])
    room.report(GAUGE.id, LEVEL, 1)
    return journal()
  }
  room.desk.doubt(GAUGE.id, LEVEL, doubt('fault'))
  expect(await tell(RULE)).toEqual(['0 min raised'])
  expect(await tell()).toEqual(['0 min raised', '0 min ended'])
  room.desk.doubt(GAUGE.id, LEVEL, null)
  expect(await tell(RULE)).toEqual(['0 min raised', '0 min ended'])
})

it('forgets what was flagged at a station that was removed', async () => {
  const { room, journal } = await roomWith([])
  room.desk.doubt(GAUGE.id, LEVEL, doubt('fault'))
  room.stations.delete(GAUGE.id)
  room.desk.stationsRemoved([GAUGE.id])
  room.desk.doubt(GAUGE.id, LEVEL, doubt('fault'))
  room.stations.set(GAUGE.id, GAUGE)
  room.desk.stationsChanged([GAUGE.id])
  room.desk.setRules([RULE], [])
  room.report(GAUGE.id, LEVEL, 1)
  expect(await journal()).toEqual([])
})
