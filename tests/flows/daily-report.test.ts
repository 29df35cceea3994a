import { afterEach, expect, it } from 'vitest'
import type { WireReport } from '@ioc/shared/report'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { DAY, HOUR, MINUTE, startOfLocalDay } from '@ioc/shared/time'
import { openTestApp, type TestApp } from '../open-test-app.js'

let room: TestApp | undefined
afterEach(() => room?.close())

const GAUGE = 'HUE-WL-05'
const SUBSTATION = 'HUE-PW-01'
/** So late that what is reported of yesterday's afternoon is too old to alarm anybody. */
const AFTERNOON = Date.parse('2026-11-22T16:00:00+07:00')

it('reports a day of the past from what the store, the journal and the shifts know of it', async () => {
  room = await openTestApp({ startsAt: AFTERNOON })
  const { api, clock } = room
  const yesterday = startOfLocalDay(clock.now()) - DAY
  const day = new Date(yesterday + 7 * HOUR).toISOString().slice(0, 10)
  const { attributes } = await api<WireStation>(`stations/${GAUGE}`)
  const peak = Number(attributes?.['bd2']) + 0.25
  const rated = Number((await api<WireStation>(`stations/${SUBSTATION}`)).attributes?.['ratedKw'])
  const post = (station: string, observations: object[]) =>
    api('observations', { method: 'POST', body: { station, observations } })
  const at = (hours: number) => yesterday + hours * HOUR

  // A crest at 14:20 between ordinary levels, an hour of rain, an evening peak of load, and a message that is refused.
  await post(GAUGE, [
    { at: at(1), values: { water_level: 0.4 } },
    { at: at(14) + 20 * MINUTE, values: { water_level: peak } },
    { at: at(14) + 40 * MINUTE, values: { water_level: peak - 0.1 } },
    { at: at(-5), values: { water_level: 0.3 } },
  ])
  await post('HUE-RG-01', [
    { at: at(9), values: { rain: 12.5 } },
    { at: at(9) + 30 * MINUTE, values: { rain: 30 } },
    { at: at(16) + 45 * MINUTE, values: { rain: 7 } },
    { at: at(20), values: { rain: 2 } },
  ])
  await post(SUBSTATION, [
    { at: at(18), values: { active_power: 300 } },
    { at: at(18) + 30 * MINUTE, values: { active_power: 340 } },
    { at: at(19), values: { active_power: 380 } },
    { at: at(19) + 30 * MINUTE, values: { active_power: 360 } },
  ])
  await post(
    'HUE-AQ-01',
    Array.from({ length: 24 }, (_, hour) => ({ at: at(hour), values: { pm2_5: 80 } })),
  )

  const report = await api<WireReport>(`reports/${day}`)
  expect(report.to).toBe(new Date(yesterday + DAY).toISOString())
  expect(report.rivers.lines[0]).toEqual({
    station: GAUGE,
    value: peak,
    yesterday: 0.3,
    level: 2,
    at: new Date(at(14) + 20 * MINUTE).toISOString(),
  })
  expect(report.rain.lines).toEqual([
    { station: 'HUE-RG-01', value: 51.5, yesterday: null, most: 42.5, at: new Date(at(9)).toISOString() },
  ])
  expect(report.air.lines).toMatchObject([{ station: 'HUE-AQ-01', value: 150, band: 3, main: 'pm2_5' }])
  const evening = { value: 370, at: new Date(at(19)).toISOString() }
  expect(report.load).toEqual({ ...evening, yesterday: null, stations: 1 })
  expect(report.shares.lines[0]).toEqual({ ...evening, station: SUBSTATION, share: 370 / rated })
  const own = report.agencies.find(({ agency }) => agency.includes('Khí tượng'))!
  expect(own.complete).toBeGreaterThan(0)
  // Of the sixty, those that never spoke were not silent.
  const spoke = [GAUGE, 'HUE-RG-01', SUBSTATION]
  expect(report.silent.lines.map(({ station }) => station).sort()).toEqual(spoke.sort())

  // What is raised, acknowledged and refused today stands in the report of today.
  await post('HUE-AQ-01', [{ at: clock.now(), values: { nonsense: 1 } }])
  await post(GAUGE, [{ at: clock.now(), values: { water_level: peak } }])
  await post('HUE-RG-01', [{ at: clock.now(), values: { rain: 5 } }])
  await room.pass(70)
  const [raised] = await api<WireAlarm[]>(`alarms?station=${GAUGE}`)
  await api(`alarms/${raised!.id}/ack`, { method: 'POST', body: {} })
  await room.pass(1)
  const today = new Date(startOfLocalDay(clock.now()) + 7 * HOUR).toISOString().slice(0, 10)
  const now = await api<WireReport>(`reports/${today}`)
  expect(now.rejected).toMatchObject({
    observations: 1,
    lines: [{ station: 'HUE-AQ-01', count: 1, reasons: { 'property.unknown': 1 } }],
  })
  expect(now.alarms.raised).toEqual({ critical: 0, high: 1, medium: 0, low: 0 })
  expect(now.alarms.lines[0]).toMatchObject({ id: raised!.id, rule: 'flood-level', severity: 'high', by: 'admin' })
  // It was raised after its minute's hold.
  expect(now.alarms.answerS).toBe(10)
  const ahead = (await api<Rule[]>('rules')).filter(({ kind, enabled }) => kind === 'forecast' && enabled !== false)
  expect(ahead.length).toBeGreaterThan(0)
  expect(now.early.map(({ rule }) => rule).sort()).toEqual(ahead.map(({ id }) => id).sort())
  // A day that goes on is compared with the same hours: what fell later is not among them, be it in the hour that runs.
  expect(now.rain.lines).toMatchObject([{ station: 'HUE-RG-01', value: 5, yesterday: 42.5 }])
  expect(now.to).toBe(new Date(clock.now()).toISOString())
}, 60_000)
