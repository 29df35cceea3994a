import { expect, it } from 'vitest'
import type { PropertyKey } from '@ioc/shared/ids'
import { ruleSchema } from '@ioc/shared/rule'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { alarmRoom, START, stationOf } from '../alarm-room.js'

const GAUGE = stationOf('G', { attributes: { bd2: 3 } })
const LEVEL = 'water_level' as PropertyKey
const RULE = ruleSchema.parse({
  version: 1,
  id: 'ahead',
  name: { vi: '.', en: '.' },
  message: { vi: '{value}', en: '{value}' },
  kind: 'forecast',
  property: LEVEL,
  when: 'above',
  holdS: 0,
  restS: 0,
  horizonS: 21_600,
  probability: 0.5,
  steps: [{ from: { attribute: 'bd2' }, severity: 'high', name: { vi: '.', en: '.' } }],
})

/** Five metres in the hour around this moment, and one metre in all others. */
function peakAt(peak: number, issuedAt: number) {
  const steps = Array.from({ length: 24 }, (_, hour) => {
    const at = issuedAt + (hour + 0.5) * HOUR
    return { at, quantiles: Math.abs(at - peak) < HOUR / 2 ? [4.8, 4.9, 5, 5.1, 5.2] : [0.8, 0.9, 1, 1.1, 1.2] }
  })
  return { issuedAt, steps }
}

async function roomAtOneMetre(rule = RULE) {
  const room = await alarmRoom({ rules: [rule], stations: [GAUGE] })
  room.report(GAUGE.id, LEVEL, 1)
  const journal = async () => {
    await room.desk.settled()
    return (await room.journal.events({})).map(({ at, type }) => `${(at - START) / HOUR} h ${type}`)
  }
  return { room, journal }
}

/** The same again and again, which is no news. */
function foreseeForThreeHours({ desk, clock, report }: Awaited<ReturnType<typeof alarmRoom>>) {
  for (let hour = 0; hour <= 3; hour++) {
    if (hour > 0) clock.advance(HOUR)
    desk.foresee(GAUGE.id, LEVEL, peakAt(START + 4.5 * HOUR, clock.now()))
    report(GAUGE.id, LEVEL, 1)
  }
}

it('says nothing of a past that was foretold: a forecast from before the night is no news in the morning', async () => {
  const { room, journal } = await roomAtOneMetre()
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START - 5 * HOUR, START - 9 * HOUR))
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + HOUR, START - 9 * HOUR))
  room.clock.advance(2 * MINUTE)
  expect(await journal()).toEqual([])
})

it('carries what was measured, not what may come', async () => {
  const { room } = await roomAtOneMetre()
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + HOUR, START - 30 * MINUTE))
  expect(room.alarm('ahead G')).toMatchObject({ value: 1, limit: 3 })
})

it('ends a warning when the time is over at which it was expected', async () => {
  const { room, journal } = await roomAtOneMetre()
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + HOUR, START - 30 * MINUTE))
  expect(room.alarm('ahead G').early!.at).toBe(START + HOUR)
  room.clock.advance(59 * MINUTE)
  room.report(GAUGE.id, LEVEL, 1.2)
  expect(room.states()).toEqual({ 'ahead G': 'unacknowledged' })
  room.clock.advance(MINUTE)
  expect(room.states()).toEqual({ 'ahead G': 'returned' })
  expect(await journal()).toEqual(['0 h raised', '1 h returned'])
})

it('lets a warning stand over a restart, and ends it as any other where no forecast comes anew', async () => {
  const { room, journal } = await roomAtOneMetre()
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + 5 * HOUR, START - 30 * MINUTE))
  await room.restart()
  room.report(GAUGE.id, LEVEL, 1)
  room.clock.advance(HOUR)
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + 5 * HOUR, START - 30 * MINUTE))
  expect(await journal()).toEqual(['0 h raised'])
  await room.restart()
  room.clock.advance(HOUR)
  expect(await journal()).toEqual(['0 h raised', '2 h returned'])
})

it('lets a warning stand over a restart that has long told nothing new, until it is foretold again', async () => {
  const { room, journal } = await roomAtOneMetre()
  foreseeForThreeHours(room)
  await room.restart()
  room.clock.advance(SECOND)
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + 4.5 * HOUR, START + 3 * HOUR))
  room.clock.advance(MINUTE)
  expect(await journal()).toEqual(['0 h raised'])
  expect(room.states()).toEqual({ 'ahead G': 'unacknowledged' })
})

it('waits for no forecast that does not come after a restart', async () => {
  const { room, journal } = await roomAtOneMetre()
  foreseeForThreeHours(room)
  await room.restart()
  room.clock.advance(9 * MINUTE)
  expect(await journal()).toEqual(['0 h raised'])
  room.clock.advance(MINUTE)
  expect(room.states()).toEqual({ 'ahead G': 'returned' })
})

it('ends a hold that is running where forecasts have begun to do badly', async () => {
  const held = ruleSchema.parse({ ...RULE, holdS: 600 })
  const { room, journal } = await roomAtOneMetre(held)
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + 4.5 * HOUR, START))
  room.clock.advance(5 * MINUTE)
  room.desk.foresee(GAUGE.id, LEVEL, { ...peakAt(START + 4.5 * HOUR, room.clock.now()), unreliable: true })
  room.clock.advance(HOUR)
  expect(await journal()).toEqual([])
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + 4.5 * HOUR, room.clock.now()))
  room.clock.advance(10 * MINUTE)
  expect(room.states()).toEqual({ 'ahead G': 'unacknowledged' })
})

it('begins no warning by forecasts that do badly, and ends none because of that', async () => {
  const { room, journal } = await roomAtOneMetre()
  const bad = (peak: number) => ({ ...peakAt(peak, room.clock.now()), unreliable: true as const })
  room.desk.foresee(GAUGE.id, LEVEL, bad(START + 4.5 * HOUR))
  room.report(GAUGE.id, LEVEL, 1.1)
  expect(await journal()).toEqual([])
  room.desk.foresee(GAUGE.id, LEVEL, peakAt(START + 4.5 * HOUR, START))
  expect(room.alarm('ahead G').early).toEqual({ at: START + 4.5 * HOUR, probability: 0.95 })
  for (let hour = 1; hour < 4; hour++) {
    room.clock.advance(HOUR)
    room.desk.foresee(GAUGE.id, LEVEL, bad(START + 4.5 * HOUR))
    room.report(GAUGE.id, LEVEL, 1.2)
  }
  expect(room.alarm('ahead G')).toMatchObject({ state: 'unacknowledged', early: { unreliable: true } })
  room.desk.foresee(GAUGE.id, LEVEL, bad(START - 5 * HOUR))
  expect(room.states()).toEqual({ 'ahead G': 'returned' })
})

/** A room without rules that are given it while this is expected already. */
async function roomGivenTheRule(expectation: ReturnType<typeof peakAt>) {
  const room = await alarmRoom({ rules: [], stations: [GAUGE], expectationOf: () => expectation })
  room.report(GAUGE.id, LEVEL, 1)
  room.setRules([RULE])
  return room
}

it('warns by the first rule on forecasts of what was foretold before it', async () => {
  const room = await roomGivenTheRule(peakAt(START + 5 * HOUR, START - 30 * MINUTE))
  expect(room.alarm('ahead G').early).toMatchObject({ at: START + 5 * HOUR })
})

it('warns by no forecast that is hours old', async () => {
  const room = await roomGivenTheRule(peakAt(START + 5 * HOUR, START - 3 * HOUR))
  room.clock.advance(MINUTE)
  expect(room.states()).toEqual({})
})
