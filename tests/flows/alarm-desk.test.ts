import { describe, expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Quality } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { alarmRoom, limitRule, stationOf } from '../alarm-room.js'
import { createManualClock } from '../manual-clock.js'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import type { AlarmJournal } from '@ioc/server/ports'
import { createAlarmDesk } from '@ioc/server/alarms/desk'

const START = Date.parse('2026-11-20T00:00:00Z')
const GAUGE = 'HUE-WL-05' as StationId

const words = { version: 1, name: { vi: '.', en: '.' } }
const flood = ruleSchema.parse({
  ...words,
  id: 'bd3',
  kind: 'threshold',
  property: 'water_level',
  severity: 'critical',
  message: { vi: '{station} {value} {unit} ≥ {limit}', en: '{station} {value} {unit} ≥ {limit}' },
  when: 'above',
  raise: { attribute: 'bd3' },
  clear: { attribute: 'bd3', offset: -0.1 },
  holdS: 60,
  restS: 60,
})
const silence = ruleSchema.parse({
  ...words,
  id: 'silence',
  kind: 'silence',
  severity: 'medium',
  message: { vi: '{station} im {minutes} phút', en: '{station} silent for {minutes} min' },
  intervals: 4,
  minS: 120,
})

function gauge(change: Partial<Station> = {}): Station {
  return {
    id: GAUGE,
    name: 'Kim Long',
    kind: 'water',
    lon: 107.57,
    lat: 16.45,
    area: '19774',
    agency: 'Đài KTTV',
    reportIntervalS: 30,
    attributes: { bd3: 3.5 },
    ...change,
  }
}

/** A desk over one gauge, with a clock that stands still and words for what happens in the room. */
async function room({
  rules = [flood],
  journal = createAlarmJournal(),
}: { rules?: Rule[]; journal?: AlarmJournal } = {}) {
  const clock = createManualClock(START)
  const stations = new Map([[GAUGE, gauge()]])
  const told: string[] = []
  const failures: unknown[] = []
  const desk = createAlarmDesk({
    rules,
    stations,
    journal,
    clock,
    properties: PROPERTIES,
    events: { alarmChanged: () => undefined, journalFailed: (cause) => failures.push(cause), warning: () => undefined },
    onChange: (alarms) => told.push(...alarms.map((alarm) => alarm.state)),
  })
  await desk.open([], new Map())

  function level(value: number, more: { ago?: number; quality?: Quality; property?: string } = {}): Observation {
    const { ago = 0, quality = 'good', property = 'water_level' } = more
    const at = clock.now() - ago
    const key = property as PropertyKey
    const datastream = datastreamId(GAUGE, key)
    return {
      datastream,
      station: GAUGE,
      property: key,
      at,
      value,
      quality,
      receivedAt: clock.now(),
      timeSource: 'device',
    }
  }

  const only = (): Alarm => {
    const [alarm, ...others] = desk.active()
    expect(others).toEqual([])
    return alarm!
  }
  return { clock, stations, journal, told, failures, desk, level, only }
}

describe('a value past its limit', () => {
  it('raises after the hold, by the clock alone, with everything an operator needs', async () => {
    const { desk, clock, level, only, told } = await room()
    desk.take([level(3.6)])
    clock.advance(59 * SECOND)
    expect(desk.active()).toEqual([])
    clock.advance(SECOND)
    expect(only()).toEqual({
      id: `bd3.HUE-WL-05.water_level.${(START + MINUTE).toString(36)}`,
      rule: 'bd3',
      station: GAUGE,
      property: 'water_level',
      severity: 'critical',
      state: 'unacknowledged',
      late: false,
      raisedAt: START + MINUTE,
      clearedAt: null,
      phenomenonTime: START,
      value: 3.6,
      limit: 3.5,
      message: { vi: 'Kim Long 3,60 m ≥ 3,50', en: 'Kim Long 3.60 m ≥ 3.50' },
      ack: null,
      shelved: null,
      suppressedBy: null,
      outOfService: null,
      latch: false,
      agency: 'Đài KTTV',
      stations: null,
    })
    await desk.settled()
    expect(told).toEqual(['unacknowledged'])
    expect(encodeURIComponent(only().id)).toBe(only().id)
  })

  it('lives through acknowledgement and return, and leaves the list', async () => {
    const { desk, clock, level, only, told } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    await desk.settled()
    await desk.acknowledge(only().id, 'lan', 'đã gọi xã')
    expect(only()).toMatchObject({ state: 'acknowledged', ack: { by: 'lan', note: 'đã gọi xã' } })
    desk.take([level(3)])
    clock.advance(MINUTE)
    await desk.settled()
    expect(desk.active()).toEqual([])
    expect(told).toEqual(['unacknowledged', 'acknowledged', 'cleared'])
    expect((await desk.list({ states: ['cleared'] })).map((alarm) => alarm.clearedAt)).toEqual([START + 2 * MINUTE])
  })

  it('goes on as the same occurrence when it returns before anyone looked', async () => {
    const { desk, clock, level, only } = await room()
    for (const value of [3.6, 3, 3.9]) {
      desk.take([level(value)])
      clock.advance(MINUTE)
    }
    expect(only()).toMatchObject({ raisedAt: START + MINUTE, value: 3.9, state: 'unacknowledged', clearedAt: null })
    await desk.settled()
    const story = await desk.eventsOf(only().id)
    expect(story.map((event) => event.type)).toEqual(['raised', 'returned', 'raised'])
  })

  it.each<[Quality, number]>([
    ['good', 1],
    ['suspect', 1],
    ['calibrating', 0],
    ['fault', 0],
  ])('of quality %s raises %d', async (quality, expected) => {
    const { desk, clock, level } = await room()
    desk.take([level(3.6, { quality })])
    clock.advance(5 * MINUTE)
    expect(desk.active()).toHaveLength(expected)
  })

  it('does not run its hold on while the sensor says it is faulty', async () => {
    const { desk, clock, level } = await room()
    desk.take([level(3.6)])
    clock.advance(30 * SECOND)
    desk.take([level(3.6, { quality: 'fault' })])
    clock.advance(5 * MINUTE)
    expect(desk.active()).toEqual([])
  })

  it('is nothing to a property that no rule watches, nor to a station without the limit', async () => {
    const { desk, clock, level, stations } = await room()
    desk.take([level(99, { property: 'ph' })])
    stations.set(GAUGE, gauge({ attributes: {} }))
    desk.take([level(99)])
    clock.advance(DAY)
    expect(desk.active()).toEqual([])
  })
})

describe('a value that comes late', () => {
  it('waits until ten seconds without a newer one, then alarms at once, marked late', async () => {
    const { desk, clock, level, only } = await room()
    for (const ago of [120, 90, 60]) {
      desk.take([level(3.9, { ago: ago * MINUTE })])
      clock.advance(5 * SECOND)
    }
    clock.advance(4 * SECOND)
    expect(desk.active()).toEqual([])
    clock.advance(SECOND)
    expect(only()).toMatchObject({ late: true, phenomenonTime: START + 10 * SECOND - HOUR, state: 'unacknowledged' })
  })

  it('does not alarm when the burst ends with a normal value, late or not', async () => {
    const { desk, clock, level } = await room()
    desk.take([level(3.9, { ago: HOUR })])
    clock.advance(5 * SECOND)
    desk.take([level(1)])
    clock.advance(HOUR)
    desk.take([level(3.9, { ago: 40 * MINUTE })])
    clock.advance(5 * SECOND)
    desk.take([level(1, { ago: 20 * MINUTE })])
    clock.advance(HOUR)
    expect(desk.active()).toEqual([])
  })

  it('never alarms when older than a day: a backfill raises nothing', async () => {
    const { desk, clock, level } = await room()
    for (let days = 60; days > 1; days -= 1) desk.take([level(9, { ago: days * DAY })])
    clock.advance(HOUR)
    desk.take([level(9, { ago: DAY - 5 * SECOND })])
    clock.advance(HOUR)
    expect(desk.active()).toEqual([])
  })

  it('is not late within three of its own intervals', async () => {
    const { desk, clock, level, stations, only } = await room()
    stations.set(GAUGE, gauge({ reportIntervalS: 3_600 }))
    desk.take([level(3.9, { ago: 2 * HOUR })])
    clock.advance(MINUTE)
    expect(only().late).toBe(false)
  })

  it('clears late as it raises late', async () => {
    const { desk, clock, level, only } = await room()
    desk.take([level(3.9)])
    clock.advance(2 * HOUR)
    expect(only().state).toBe('unacknowledged')
    desk.take([level(1, { ago: HOUR })])
    clock.advance(10 * SECOND)
    expect(only().state).toBe('returned')
  })
})

describe('a silent station', () => {
  it('alarms once it has been heard and is heard no more, and returns when it speaks', async () => {
    const { desk, clock, only } = await room({ rules: [silence] })
    clock.advance(DAY)
    expect(desk.active()).toEqual([])
    desk.heard(GAUGE, clock.now())
    clock.advance(119 * SECOND)
    expect(desk.active()).toEqual([])
    clock.advance(SECOND)
    expect(only()).toMatchObject({ property: null, value: null, phenomenonTime: START + DAY })
    expect(only().message.vi).toBe('Kim Long im 2 phút')
    desk.heard(GAUGE, clock.now())
    clock.advance(SECOND)
    expect(only().state).toBe('returned')
  })
})

describe('shelving', () => {
  it('hides an alarm and does not count it, until it expires in the state it has by then', async () => {
    const { desk, clock, level, only } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const { id } = only()
    await desk.shelve(id, 'lan', clock.now() + HOUR, 'đang bảo trì')
    expect([desk.active(), desk.worst(GAUGE)]).toEqual([[], null])
    expect((await desk.list({ states: ['shelved'] })).map((alarm) => alarm.id)).toEqual([id])
    desk.take([level(1)])
    clock.advance(HOUR)
    expect(only()).toMatchObject({ id, state: 'returned', clearedAt: START + 2 * MINUTE, shelved: null })
    await desk.settled()
    expect((await desk.eventsOf(id)).map((event) => `${event.type} ${event.by}`)).toEqual([
      'raised null',
      'shelved lan',
      'returned null',
      'unshelved null',
    ])
  })

  it('is refused into the past, and for more than a day', async () => {
    const { desk, clock, level, only } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const until = (at: number) => desk.shelve(only().id, 'lan', at, 'x')
    await expect(until(clock.now())).rejects.toMatchObject({ code: 'request.bad', faults: [{ at: 'until' }] })
    await expect(until(clock.now() + DAY + 1)).rejects.toMatchObject({ code: 'request.bad' })
    await expect(until(clock.now() + DAY)).resolves.toMatchObject({ state: 'shelved' })
  })
})

describe('answers', () => {
  it('are coded errors for an alarm that is not there or not in a state for it', async () => {
    const { desk, clock, level, only } = await room()
    await expect(desk.acknowledge('nothing', 'lan', null)).rejects.toMatchObject({ code: 'not-found' })
    await expect(desk.eventsOf('nothing')).rejects.toMatchObject({ code: 'not-found' })
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const { id } = only()
    await expect(desk.unshelve(id, 'lan')).rejects.toMatchObject({ code: 'alarm.state' })
    await desk.acknowledge(id, 'lan', null)
    desk.take([level(1)])
    clock.advance(MINUTE)
    await expect(desk.acknowledge(id, 'lan', null)).rejects.toMatchObject({ code: 'alarm.state' })
    await expect(desk.shelve(id, 'lan', clock.now() + 1, 'x')).rejects.toMatchObject({ code: 'alarm.state' })
  })

  it('may be comments, also on an alarm that is over, and change nothing', async () => {
    const { desk, clock, level, only } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const { id } = await desk.acknowledge(only().id, 'lan', null)
    desk.take([level(1)])
    clock.advance(MINUTE)
    expect(await desk.comment(id, 'hùng', 'kiểm tra lại thước')).toMatchObject({ state: 'cleared' })
    expect((await desk.eventsOf(id)).at(-1)).toMatchObject({
      type: 'commented',
      by: 'hùng',
      text: 'kiểm tra lại thước',
    })
    expect(desk.active()).toEqual([])
  })
})

describe('the lists', () => {
  it('answer by state, severity, station, area and the time of raising', async () => {
    const { desk, clock, level } = await room({ rules: [flood, silence] })
    desk.heard(GAUGE, clock.now())
    desk.take([level(3.6)])
    clock.advance(10 * MINUTE)
    await desk.settled()
    const ids = async (query: Parameters<typeof desk.list>[0]) => (await desk.list(query)).map((alarm) => alarm.rule)
    expect(await ids({})).toEqual(['silence', 'bd3'])
    expect(await ids({ severities: ['critical', 'high'] })).toEqual(['bd3'])
    expect(await ids({ states: ['acknowledged', 'returned'] })).toEqual([])
    expect(await ids({ stations: ['OTHER'] })).toEqual([])
    expect(await ids({ areas: ['19774'] })).toEqual(['silence', 'bd3'])
    expect(await ids({ areas: ['1'] })).toEqual([])
    expect(await ids({ states: ['all'], from: START + 2 * MINUTE })).toEqual(['silence'])
    expect(await ids({ to: START + 2 * MINUTE })).toEqual(['bd3'])
    expect(desk.worst(GAUGE)).toEqual({ severity: 'critical', state: 'unacknowledged', count: 2 })
    expect((await desk.activeAsOf(START + MINUTE)).map((alarm) => alarm.rule)).toEqual(['bd3'])
  })
})

describe('alarms that are over', () => {
  it('are looked for 30 days back, unless the query says more; what is open is always there', async () => {
    const { desk, clock, level } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    desk.take([level(1)])
    clock.advance(MINUTE)
    await desk.acknowledge(desk.active()[0]!.id, 'lan', null)
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    clock.advance(30 * DAY)
    const states = async (from?: number) => (await desk.list({ states: ['all'], from })).map(({ state }) => state)
    expect(await states()).toEqual(['unacknowledged'])
    expect(await states(START)).toEqual(['unacknowledged', 'cleared'])
  })
})

describe('a station that changes', () => {
  it('keeps its alarm and follows its new limits', async () => {
    const { desk, clock, level, stations, only } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    stations.set(GAUGE, gauge({ attributes: { bd3: 4 } }))
    desk.stationChanged(GAUGE)
    clock.advance(MINUTE)
    expect(only().state).toBe('returned')
    stations.set(GAUGE, gauge({ attributes: { bd3: 3 } }))
    desk.stationChanged(GAUGE)
    clock.advance(MINUTE)
    expect(only()).toMatchObject({ state: 'unacknowledged', limit: 3, raisedAt: START + MINUTE })
  })

  it('is normal again when no rule watches it any more', async () => {
    const { desk, clock, level, stations, only, journal } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    stations.set(GAUGE, gauge({ attributes: {} }))
    desk.stationChanged(GAUGE)
    expect(only().state).toBe('returned')
    await desk.settled()
    expect(await journal.conditions()).toEqual([])
  })

  it('takes its alarms with it when it goes', async () => {
    const { desk, clock, level, stations, journal } = await room()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    stations.delete(GAUGE)
    desk.stationRemoved(GAUGE)
    await desk.settled()
    expect([desk.active(), desk.worst(GAUGE)]).toEqual([[], null])
    expect([await journal.open(), await journal.conditions()]).toEqual([[], []])
  })
})

describe('a journal that fails', () => {
  it('is tried again until it works: nothing is lost, and nothing is told before', async () => {
    const memory = createAlarmJournal()
    let broken = false
    const append: AlarmJournal['append'] = (...batch) =>
      broken ? Promise.reject(new Error('disk full')) : memory.append(...batch)
    const { desk, clock, level, told, failures, only } = await room({ journal: { ...memory, append } })
    broken = true
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    for (let tries = 0; tries < 5; tries += 1) {
      await new Promise((resume) => setImmediate(resume))
      clock.advance(SECOND)
    }
    desk.take([level(1)])
    clock.advance(MINUTE)
    expect([told, failures.length > 2, only().state]).toEqual([[], true, 'returned'])

    broken = false
    await new Promise((resume) => setImmediate(resume))
    clock.advance(SECOND)
    await desk.settled()
    expect(told).toEqual(['unacknowledged', 'returned'])
    expect((await memory.events({})).map((event) => [event.seq, event.type])).toEqual([
      [1, 'raised'],
      [2, 'returned'],
    ])
  })

  it('answers an operator while other alarms come and go without end', async () => {
    const memory = createAlarmJournal()
    const flood = limitRule('flood', 'water_level')
    let turns = 0
    const append: AlarmJournal['append'] = async (...batch) => {
      await memory.append(...batch)
      turns += 1
      if (turns < 1_000) busy.report('B', 'water_level', turns % 2 === 0 ? 20 : 1)
    }
    const stations = [stationOf('A'), stationOf('B')]
    const busy = await alarmRoom({ rules: [flood], stations, journal: { ...memory, append } })
    busy.report('A', 'water_level', 20)
    await busy.desk.acknowledge(busy.alarm('flood A').id, 'lan', null)
    expect(turns).toBeLessThan(10)
    turns = 1_000
  })

  it('does not hold up the end', async () => {
    const memory = createAlarmJournal()
    const { desk, clock, level, failures } = await room({
      journal: { ...memory, append: () => Promise.reject(new Error('disk full')) },
    })
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    await desk.close()
    expect(failures).not.toEqual([])
  })
})
