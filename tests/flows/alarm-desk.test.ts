import { describe, expect, it } from 'vitest'
import type { Quality } from '@ioc/shared/observation'
import { DAY, MINUTE, SECOND } from '@ioc/shared/time'
import { START } from '../alarm-room.js'
import { GAUGE, gauge, gaugeRoom, silence } from '../gauge-room.js'

describe('a value past its limit', () => {
  it('raises after the hold, by the clock alone, with everything an operator needs', async () => {
    const { desk, clock, level, only, told } = await gaugeRoom()
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
      early: null,
    })
    await desk.settled()
    expect(told).toEqual(['unacknowledged'])
    expect(encodeURIComponent(only().id)).toBe(only().id)
  })

  it('lives through acknowledgement and return, and leaves the list', async () => {
    const { desk, clock, level, only, told } = await gaugeRoom()
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
    const { desk, clock, level, only } = await gaugeRoom()
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
    const { desk, clock, level } = await gaugeRoom()
    desk.take([level(3.6, { quality })])
    clock.advance(5 * MINUTE)
    expect(desk.active()).toHaveLength(expected)
  })

  it('does not run its hold on while the sensor says it is faulty', async () => {
    const { desk, clock, level } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(30 * SECOND)
    desk.take([level(3.6, { quality: 'fault' })])
    clock.advance(5 * MINUTE)
    expect(desk.active()).toEqual([])
  })

  it('begins its hold anew after a calibration, and its rest', async () => {
    const { desk, clock, level, told } = await gaugeRoom()
    const say = (value: number, minutes: number, quality: Quality = 'good') => {
      for (let half = 0; half < 2 * minutes; half += 1) {
        desk.take([level(value, { quality })])
        clock.advance(30 * SECOND)
      }
    }
    say(3.6, 0.5)
    say(3.6, 30, 'calibrating')
    say(3.6, 0.5)
    await desk.settled()
    expect(told).toEqual([])
    say(3.6, 0.5)
    await desk.settled()
    expect(told).toEqual(['unacknowledged'])
    say(1, 0.5)
    say(1, 30, 'fault')
    say(1, 0.5)
    await desk.settled()
    expect(told).toEqual(['unacknowledged'])
    say(1, 0.5)
    await desk.settled()
    expect(told).toEqual(['unacknowledged', 'returned'])
  })

  it('is nothing to a property that no rule watches, nor to a station without the limit', async () => {
    const { desk, clock, level, stations } = await gaugeRoom()
    desk.take([level(99, { property: 'ph' })])
    stations.set(GAUGE, gauge({ attributes: {} }))
    desk.take([level(99)])
    clock.advance(DAY)
    expect(desk.active()).toEqual([])
  })
})

describe('a silent station', () => {
  it('alarms once it has been heard and is heard no more, and returns when it speaks', async () => {
    const { desk, clock, only } = await gaugeRoom({ rules: [silence] })
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

describe('a station that changes', () => {
  it('keeps its alarm and follows its new limits', async () => {
    const { desk, clock, level, stations, only } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    stations.set(GAUGE, gauge({ attributes: { bd3: 4 } }))
    desk.stationsChanged([GAUGE])
    clock.advance(MINUTE)
    expect(only().state).toBe('returned')
    stations.set(GAUGE, gauge({ attributes: { bd3: 3 } }))
    desk.stationsChanged([GAUGE])
    clock.advance(MINUTE)
    expect(only()).toMatchObject({ state: 'unacknowledged', limit: 3, raisedAt: START + MINUTE })
  })

  it('is normal again when no rule watches it any more', async () => {
    const { desk, clock, level, stations, only, journal } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    stations.set(GAUGE, gauge({ attributes: {} }))
    desk.stationsChanged([GAUGE])
    expect(only().state).toBe('returned')
    await desk.settled()
    expect(await journal.conditions()).toEqual([])
  })

  it('takes its alarms with it when it goes', async () => {
    const { desk, clock, level, stations, journal } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    stations.delete(GAUGE)
    desk.stationsRemoved([GAUGE])
    await desk.settled()
    expect([desk.active(), desk.worst(GAUGE)]).toEqual([[], null])
    expect([await journal.open(), await journal.conditions()]).toEqual([[], []])
  })
})
