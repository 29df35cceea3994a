import { expect, it } from 'vitest'
import type { Severity } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { AlarmFact } from '../ports/alarm-journal.js'
import { readEarlyRecords } from './early-record.js'

const NOW = Date.parse('2026-11-20T00:00:00Z')
const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '.', en: '.' }, holdS: 0, restS: 0 }
const rule = (fields: object): Rule => ruleSchema.parse({ ...words, property: 'water_level', when: 'above', ...fields })
const step = (attribute: string, severity: Severity) => ({ from: { attribute }, severity, name: words.name })
const RULES = [
  rule({
    id: 'ahead',
    kind: 'forecast',
    horizonS: 21_600,
    probability: 0.5,
    steps: [step('bd2', 'high'), step('bd3', 'critical')],
  }),
  rule({ id: 'flood', kind: 'band', steps: [step('bd1', 'medium'), step('bd2', 'high'), step('bd3', 'critical')] }),
  rule({ id: 'full', kind: 'threshold', severity: 'high', raise: { attribute: 'mndbt' } }),
]
const A = { id: 'A', name: 'A', kind: 'water', lon: 1, lat: 1, area: '1', agency: '', reportIntervalS: 60 }
const stations = new Map(
  [A, { ...A, id: 'B' }].map((each) => [each.id as StationId, { ...each, id: each.id as StationId }]),
)

/** `ahead raised` at a station so long ago. */
const fact = (ago: number, ofRule: string, type: AlarmFact['type'], severity: Severity = 'high', station = 'A') =>
  ({
    at: NOW - ago,
    type,
    alarm: `${ofRule}/${station}`,
    rule: ofRule,
    station,
    severity,
    state: 'unacknowledged',
  }) as AlarmFact

async function recordOf(facts: AlarmFact[], rules = RULES, ranSince = 0) {
  const sorted = facts.toSorted((a, b) => a.at - b.at)
  const journal = {
    async *facts(from: EpochMs, to: EpochMs) {
      yield sorted.filter(({ at }) => at >= from && at < to)
    },
  }
  return readEarlyRecords({ journal, rules, stations, ranSince, now: NOW })
}

const NOTHING = { hits: 0, false: 0, missed: 0, leadS: null }

it('counts a warning as a hit once the limit that it told of is passed, with the time before', async () => {
  const told = [fact(2 * DAY, 'ahead', 'raised'), fact(2 * DAY - 3 * HOUR, 'ahead', 'returned')]
  const passed = [
    fact(2 * DAY - HOUR, 'flood', 'raised', 'medium'),
    fact(2 * DAY - 3 * HOUR, 'flood', 'worsened', 'high'),
  ]
  const hit = { ...NOTHING, hits: 1, leadS: 10_800 }
  expect(await recordOf([...told, ...passed])).toEqual([{ rule: 'ahead', week: hit, month: hit }])
})

it('counts one as false when its time is over, and not before', async () => {
  const told = (ago: number) => [fact(ago, 'ahead', 'raised'), fact(ago - HOUR, 'ahead', 'returned')]
  const [over] = await recordOf(told(10 * DAY))
  expect(over).toEqual({ rule: 'ahead', week: NOTHING, month: { ...NOTHING, false: 1 } })
  expect(await recordOf(told(2 * HOUR))).toEqual([{ rule: 'ahead', week: NOTHING, month: NOTHING }])
  expect(await recordOf([fact(3 * DAY, 'ahead', 'raised')])).toEqual([{ rule: 'ahead', week: NOTHING, month: NOTHING }])
})

it('counts as missed what nobody had told of at that station, and only limits that are forecast', async () => {
  const elsewhere = [fact(DAY + HOUR, 'ahead', 'raised', 'high', 'B')]
  const missed = { ...NOTHING, missed: 1 }
  expect(await recordOf([fact(DAY, 'flood', 'raised'), ...elsewhere])).toEqual([
    { rule: 'ahead', week: missed, month: missed },
  ])
  const others = [fact(DAY, 'flood', 'raised', 'medium'), fact(DAY - MINUTE, 'full', 'raised')]
  expect(await recordOf(others)).toEqual([{ rule: 'ahead', week: NOTHING, month: NOTHING }])
})

it('counts each limit by itself: a warning of one says nothing of the next', async () => {
  const told = [fact(2 * DAY, 'ahead', 'raised', 'high')]
  const passed = [
    fact(2 * DAY - 2 * HOUR, 'flood', 'raised', 'high'),
    fact(2 * DAY - 3 * HOUR, 'flood', 'worsened', 'critical'),
  ]
  const [one] = await recordOf([...told, ...passed])
  expect(one!.week).toEqual({ hits: 1, false: 0, missed: 1, leadS: 7_200 })
  const [both] = await recordOf([...told, fact(2 * DAY - HOUR, 'ahead', 'worsened', 'critical'), ...passed])
  expect(both!.week).toEqual({ hits: 2, false: 0, missed: 0, leadS: 7_200 })
  const eased = fact(2 * DAY - 4 * HOUR, 'flood', 'eased', 'high')
  const again = fact(2 * DAY - 20 * HOUR, 'flood', 'worsened', 'critical')
  const [third] = await recordOf([...told, fact(2 * DAY - HOUR, 'ahead', 'returned'), ...passed, eased, again])
  expect(third!.week).toMatchObject({ hits: 1, missed: 2 })
})

it('counts each time that an alarm warns, though nobody acknowledged it in between', async () => {
  const days = [6, 5, 4].flatMap((ago) => [
    fact(ago * DAY, 'ahead', 'raised'),
    fact(ago * DAY - HOUR, 'ahead', 'returned'),
  ])
  const hit = [fact(2 * DAY, 'ahead', 'raised'), fact(2 * DAY - HOUR, 'flood', 'raised')]
  const [record] = await recordOf([...days, ...hit])
  expect(record!.week).toEqual({ hits: 1, false: 3, missed: 0, leadS: 3_600 })
})

it('says of a warning that stood for days no more than that it looked ahead as far as it does', async () => {
  const [record] = await recordOf([fact(5 * DAY, 'ahead', 'raised'), fact(2 * DAY, 'flood', 'raised')])
  expect(record!.week).toEqual({ hits: 1, false: 0, missed: 0, leadS: 21_600 })
})

it('counts a limit once where the next one is as severe, and none that no other rule sees passed', async () => {
  const steps = [step('bd2', 'high'), step('bd3', 'high')]
  const ahead = (each: object[]) =>
    rule({ id: 'ahead', kind: 'forecast', horizonS: 21_600, probability: 0.5, steps: each })
  const facts = [fact(2 * DAY, 'ahead', 'raised'), fact(2 * DAY - 3 * HOUR, 'flood', 'worsened', 'high')]
  const band = rule({ id: 'flood', kind: 'band', steps })
  const hit = { ...NOTHING, hits: 1, leadS: 10_800 }
  expect(await recordOf(facts, [ahead(steps), band])).toEqual([{ rule: 'ahead', week: hit, month: hit }])
  const unseen = [ahead([step('mndbt', 'high')]), band]
  expect(await recordOf(facts, unseen)).toEqual([{ rule: 'ahead', week: NOTHING, month: NOTHING }])
})

it('takes the passing of a mean over hours for no passing of the limit', async () => {
  const [ahead] = RULES
  const mean = rule({ id: 'mean', kind: 'threshold', severity: 'high', raise: { attribute: 'bd2' }, over: '24h' })
  expect(await recordOf([fact(DAY, 'mean', 'raised')], [ahead!, mean])).toEqual([
    { rule: 'ahead', week: NOTHING, month: NOTHING },
  ])
})

it('counts of a warning the limit that it told of, and milder ones neither as hits nor as missed', async () => {
  const told = fact(2 * DAY, 'ahead', 'raised', 'critical')
  const passed = fact(2 * DAY - HOUR, 'flood', 'raised', 'high')
  const over = fact(2 * DAY - 3 * HOUR, 'ahead', 'returned', 'critical')
  const [record] = await recordOf([told, passed, over])
  expect(record!.week).toEqual({ ...NOTHING, false: 1 })
  const worse = fact(2 * DAY - 2 * HOUR, 'flood', 'worsened', 'critical')
  expect((await recordOf([told, passed, over, worse]))[0]!.week).toEqual({ ...NOTHING, hits: 1, leadS: 7_200 })
})

it('counts nothing that was passed before the first forecasts were made', async () => {
  const passed = fact(2 * DAY, 'flood', 'raised', 'high')
  const [record] = await recordOf([passed], RULES, NOW - 2 * DAY - 5 * MINUTE)
  expect(record!.week).toEqual(NOTHING)
})
