import { expect, it } from 'vitest'
import type { Alarm, AlarmEventType, AlarmState, Severity } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import { DAY, HOUR, MINUTE, SECOND, formatTime } from '@ioc/shared/time'
import { createLoad } from './load.js'

/** A midnight in Vietnam. */
const FROM = Date.parse('2026-11-21T17:00:00Z')
const RULE = { id: 'dust', kind: 'threshold', holdS: 60, restS: 60 } as Rule

function story({ to = FROM + DAY, operators = 1 } = {}) {
  const load = createLoad({ from: FROM, to, operators, rules: [RULE] })
  return {
    load,
    tell(at: number, type: AlarmEventType, state: AlarmState, { alarm = 'a', rule = 'dust', severity = 'low' } = {}) {
      const station = `S-${alarm}` as StationId
      load.take({ at: FROM + at, type, alarm, rule, station, severity: severity as Severity, state })
    },
  }
}

it('says of an empty range that nothing was asked', () => {
  const { load } = story({ to: FROM + 25 * MINUTE })
  expect(load.result()).toMatchObject({
    asked: 0,
    rate: { mean: 0, peak: 0, peakAt: null },
    classes: [3, 0, 0, 0, 0],
    days: [{ day: formatTime(FROM), count: 0 }],
    floods: { share: 0, longestS: 0, list: [] },
    top: { lines: [], share: 0 },
    answers: { count: 0, medianS: null, p90S: null, waiting: 0 },
  })
})

it('counts what asks for a look: raised, raised again, grown worse and back from aside; not what is put aside', () => {
  const { load, tell } = story()
  tell(0, 'raised', 'unacknowledged')
  tell(MINUTE, 'acknowledged', 'acknowledged')
  tell(2 * MINUTE, 'worsened', 'acknowledged', { severity: 'high' })
  tell(HOUR, 'shelved', 'shelved', { severity: 'high' })
  tell(2 * HOUR, 'unshelved', 'unacknowledged', { severity: 'high' })
  tell(3 * HOUR, 'returned', 'returned', { severity: 'high' })
  tell(4 * HOUR, 'raised', 'unacknowledged', { severity: 'high' })
  tell(5 * HOUR, 'raised', 'suppressed', { alarm: 'b' })
  tell(5 * HOUR, 'raised', 'out_of_service', { alarm: 'c' })
  expect(load.result()).toMatchObject({
    asked: 4,
    severities: { critical: 0, high: 3, medium: 0, low: 1 },
    shelved: { times: 1, now: 0 },
    suppressed: { times: 1, now: 1 },
    outOfService: { times: 1, now: 1 },
    answers: { waiting: 1 },
  })
})

it('is in flood from more than ten in ten minutes an operator until fewer than five', () => {
  const counts = [2, 11, 5, 4, 12, 0]
  const tellAll = (operators: number) => {
    const { load, tell } = story({ to: FROM + HOUR, operators })
    for (const [period, count] of counts.entries()) {
      for (let n = 0; n < count; n += 1) {
        tell(period * 10 * MINUTE + n * SECOND, 'raised', 'unacknowledged', { alarm: `${period}.${n}` })
      }
    }
    return load.result()
  }
  const alone = tellAll(1)
  expect(alone.floods.share).toBe(3 / 6)
  expect(alone.floods.longestS).toBe(1_200)
  expect(alone.floods.list).toEqual([
    { from: formatTime(FROM + 10 * MINUTE), to: formatTime(FROM + 30 * MINUTE), count: 16, peak: 11 },
    { from: formatTime(FROM + 40 * MINUTE), to: formatTime(FROM + 50 * MINUTE), count: 12, peak: 12 },
  ])
  expect(alone.rate).toEqual({ mean: 34 / 6, peak: 12, peakAt: formatTime(FROM + 40 * MINUTE) })
  expect(alone.classes).toEqual([1, 1, 2, 0, 2])
  const two = tellAll(2)
  expect([two.floods.share, two.rate.peak, two.classes]).toEqual([0, 6, [2, 1, 1, 2, 0]])
})

it('finds what chatters and proposes a rest that is longer than nine of ten of its breaks', () => {
  const { load, tell } = story()
  for (let n = 0; n < 10; n += 1) {
    tell(n * 4 * MINUTE, 'raised', 'unacknowledged')
    tell(n * 4 * MINUTE + 2 * MINUTE, 'cleared', 'cleared')
  }
  expect(load.result().nuisances).toEqual([
    { rule: 'dust', station: 'S-a', count: 10, chattering: 8, fleeting: 0, suggestion: { restS: 300 } },
  ])
})

it('does not call an alarm nervous that grows worse', () => {
  const { load, tell } = story()
  tell(0, 'raised', 'unacknowledged')
  for (const [index, severity] of ['medium', 'high', 'critical'].entries()) {
    tell((index + 1) * MINUTE, 'worsened', 'unacknowledged', { severity })
  }
  const { asked, top, nuisances } = load.result()
  expect([asked, top.lines[0]?.count, nuisances]).toEqual([4, 4, []])
})

it('finds what is over before anybody could look and proposes a hold; a rule that is gone gets no proposal', () => {
  const { load, tell } = story()
  for (const rule of ['dust', 'gone']) {
    for (let n = 0; n < 4; n += 1) {
      tell(n * HOUR, 'raised', 'unacknowledged', { rule, alarm: rule })
      tell(n * HOUR + 40 * SECOND, 'cleared', 'cleared', { rule, alarm: rule })
    }
  }
  const facts = { count: 4, chattering: 0, fleeting: 4 }
  expect(load.result().nuisances).toEqual([
    { rule: 'dust', station: 'S-dust', ...facts, suggestion: { holdS: 300 } },
    { rule: 'gone', station: 'S-gone', ...facts, suggestion: null },
  ])
})

it('names the ten that ask most, and their share', () => {
  const { load, tell } = story()
  for (let alarm = 0; alarm < 12; alarm += 1) {
    for (let n = 0; n <= alarm; n += 1) {
      tell(n * HOUR, 'raised', 'unacknowledged', { alarm: String(alarm) })
      tell(n * HOUR + 30 * MINUTE, 'cleared', 'cleared', { alarm: String(alarm) })
    }
  }
  const { top } = load.result()
  expect(top.lines[0]).toEqual({ rule: 'dust', station: 'S-11', count: 12 })
  expect([top.lines.length, top.share]).toEqual([10, 75 / 78])
})

it('measures how long answers take, from the first asking, and how many wait', () => {
  const { load, tell } = story()
  for (let n = 1; n <= 10; n += 1) {
    const alarm = String(n)
    const severity = n === 10 ? 'high' : 'low'
    tell(0, 'raised', 'unacknowledged', { alarm, severity })
    tell(n * SECOND, 'worsened', 'unacknowledged', { alarm, severity })
    tell(n * MINUTE, 'acknowledged', 'acknowledged', { alarm, severity })
  }
  tell(HOUR, 'raised', 'unacknowledged', { alarm: 'late' })
  expect(load.result().answers).toEqual({
    count: 10,
    medianS: 300,
    p90S: 540,
    waiting: 1,
    bySeverity: {
      critical: { count: 0, medianS: null, p90S: null },
      high: { count: 1, medianS: 600, p90S: 600 },
      medium: { count: 0, medianS: null, p90S: null },
      low: { count: 9, medianS: 300, p90S: 540 },
    },
  })
})

it('knows what stood before the range, how long it has stood, and when it was answered', () => {
  const { load, tell } = story()
  const alarm = { id: 'old', rule: 'dust', station: 'S-old', severity: 'high', raisedAt: FROM - HOUR } as Alarm
  load.begin({ ...alarm, state: 'unacknowledged', clearedAt: null, ack: null })
  load.begin({ ...alarm, id: 'over', state: 'returned', clearedAt: FROM - MINUTE, ack: null })
  tell(HOUR, 'acknowledged', 'acknowledged', { alarm: 'old', severity: 'high' })
  tell(2 * HOUR, 'raised', 'unacknowledged', { alarm: 'young' })
  const { standing, answers, asked } = load.result()
  expect(standing.lines).toEqual([
    {
      alarm: 'old',
      rule: 'dust',
      station: 'S-old',
      severity: 'high',
      state: 'acknowledged',
      since: formatTime(FROM - HOUR),
    },
  ])
  expect([standing.count, answers.medianS, answers.waiting, asked]).toEqual([1, 7_200, 2, 1])
})
