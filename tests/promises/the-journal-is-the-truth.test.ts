import { describe, expect, it } from 'vitest'
import { ALARM_EVENTS, ALARM_STATES, type Alarm, type AlarmEventType } from '@ioc/shared/alarm'
import type { Rule } from '@ioc/shared/rule'
import { ruleSchema } from '@ioc/shared/rule'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { alarmRoom, limitRule, silenceRule, START, stationOf } from '../alarm-room.js'
import { redo } from '../redo.js'
import { seededRandom } from '../seeded-random.js'

const durations = { holdS: 20, restS: 40 }
const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '{value}', en: '{value}' } }
const level = (from: number, severity: string) => ({ from, severity, name: { vi: '.', en: '.' } })

/** A cause, its consequences, a band, a rule that latches, and one that counts another and explains it. */
const rules: Rule[] = [
  limitRule('outage', 'voltage_l1', durations),
  limitRule('load', 'voltage_l2', { ...durations, inhibitedBy: ['outage', 'many'] }),
  limitRule('gas', 'co', { ...durations, latch: true }),
  ruleSchema.parse({
    ...words,
    ...durations,
    id: 'flood',
    kind: 'band',
    property: 'water_level',
    when: 'above',
    deadband: 1,
    steps: [level(10, 'medium'), level(13, 'high'), level(16, 'critical')],
  }),
  ruleSchema.parse({
    ...words,
    ...durations,
    id: 'many',
    kind: 'count',
    severity: 'critical',
    of: 'load',
    per: 'area',
    atLeast: 3,
  }),
]
const stations = ['A', 'B', 'C', 'D', 'E'].map((id, index) =>
  stationOf(id, { gateway: 'GW', ...(index > 0 && { attributes: { fedBy: 'A' } }) }),
)
const properties = ['voltage_l1', 'voltage_l2', 'co', 'water_level']

type Room = Awaited<ReturnType<typeof alarmRoom>>

/** One deed of an operator at an alarm, or at the board; what is refused changes nothing. */
async function act({ desk, clock }: Room, random: () => number): Promise<void> {
  const alarms = desk.ongoing().sort((a, b) => (a.id < b.id ? -1 : 1))
  const { id } = alarms[Math.floor(random() * alarms.length)] ?? { id: 'none' }
  const now = clock.now()
  const [window] = desk.maintenance.list(now, now + HOUR)
  const work = { stations: ['B'], areas: [], gateway: null, rules: [], from: now + MINUTE, to: now + 9 * MINUTE }
  const deeds = [
    () => desk.acknowledge(id, 'lan', null),
    () => desk.acknowledge(id, 'lan', 'đã biết'),
    () => desk.acknowledge(id, 'lan', 'đã biết', 'medium'),
    () => desk.reset(id, 'lan'),
    () => desk.shelve(id, 'lan', now + 5 * MINUTE, 'bảo trì'),
    () => desk.unshelve(id, 'lan'),
    () => desk.assign(id, 'lan', random() < 0.5 ? 'Sở Xây dựng' : 'Điện lực', null),
    () => desk.comment(id, 'hùng', 'đang xem'),
    () =>
      desk.acknowledgeMany(
        alarms.filter(({ station }) => station === 'C').map((alarm) => ({ id: alarm.id })),
        'lan',
        null,
      ),
    () => desk.maintenance.add({ ...work, reason: 'thay cảm biến' }, 'lan'),
    () => desk.maintenance.end(window?.id ?? 'none', 'lan'),
  ]
  await deeds[Math.floor(random() * deeds.length)]!().catch((cause: { code?: string }) => {
    if (!/^(not-found|alarm\.)/.test(cause.code ?? '')) throw cause
  })
}

/** Four hours of changing values and an operator who does anything; restarts come at moments of their own. */
async function play(seed: number, { restarts = false, silence = false } = {}): Promise<Room> {
  const random = seededRandom(seed)
  const luck = seededRandom(seed + 1_000)
  const room = await alarmRoom({ rules: silence ? [...rules, silenceRule()] : rules, stations })
  const quietUntil = new Map<string, number>()
  for (let at = START; at < START + 4 * HOUR; at += 10 * SECOND) {
    room.clock.advance(at - room.clock.now())
    if (silence && random() < 0.003)
      for (const { id } of stations) if (random() < 0.8) quietUntil.set(id, at + 6 * MINUTE)
    for (const [index, { id }] of stations.entries()) {
      const isSpeaking = at >= (quietUntil.get(id) ?? 0)
      for (const [turn, property] of properties.entries()) {
        if (random() < 0.6 || !isSpeaking) continue
        const wave = Math.sin((at - START) / ((7 + index + 3 * turn) * MINUTE) + index + turn)
        room.report(id, property, 11 + 7 * wave + random(), random() < 0.03 ? 'calibrating' : 'good')
      }
    }
    if (random() < 0.2) await act(room, random)
    if (restarts && luck() < 0.03) await room.restart()
  }
  await room.desk.settled()
  return room
}

/** The journal without its numbers: what happened in one instant may be written in another order after a restart. */
async function told({ journal }: Room): Promise<string[]> {
  const events = await journal.events({})
  return events.map((event) => JSON.stringify({ ...event, seq: null })).sort()
}

const byId = (alarms: Iterable<Alarm>) => [...alarms].sort((a, b) => (a.id < b.id ? -1 : 1))

describe('the journal, read from the start', () => {
  it.each([1, 2, 3])('gives exactly the alarms that the desk has (seed %d)', async (seed) => {
    const room = await play(seed, { restarts: true, silence: true })
    const alarms = new Map<string, Alarm>()
    for (const event of await room.journal.events({})) {
      expect(redo(alarms.get(event.alarm.id), event)).toEqual(event.alarm)
      alarms.set(event.alarm.id, event.alarm)
    }
    const open = [...alarms.values()].filter(({ state }) => state !== 'cleared')
    expect(byId(room.desk.ongoing())).toEqual(byId(open))
    await room.restart()
    expect(byId(room.desk.ongoing())).toEqual(byId(open))
  })

  it('has seen every state and nearly every event, or these tests would say little', async () => {
    const rooms = [await play(1, { silence: true }), await play(2, { silence: true }), await play(3, { silence: true })]
    const events = (await Promise.all(rooms.map((room) => room.journal.events({})))).flat()
    expect(new Set(events.map(({ alarm }) => alarm.state))).toEqual(new Set(ALARM_STATES))
    const never: AlarmEventType[] = ['ended']
    expect(ALARM_EVENTS.filter((type) => !events.some((event) => event.type === type))).toEqual(never)
    expect(events.some(({ alarm }) => alarm.station === 'gateway~GW')).toBe(true)
  })
})

describe('a desk that is shut and opened again at any moment', () => {
  it.each([4, 5, 6, 7])('goes on as if nothing had happened (seed %d)', async (seed) => {
    const [once, often] = [await play(seed), await play(seed, { restarts: true })]
    expect(byId(often.desk.ongoing())).toEqual(byId(once.desk.ongoing()))
    expect(await told(often)).toEqual(await told(once))
  })

  it('keeps nothing in mind of what is over', async () => {
    const room = await play(8)
    room.clock.advance(HOUR)
    for (const { id } of stations) for (const property of properties) room.report(id, property, 1)
    room.clock.advance(HOUR)
    await room.desk.settled()
    expect(await room.journal.conditions()).toEqual([])
  })
})
