import { describe, expect, it } from 'vitest'
import type { Observation } from '@ioc/shared/observation'
import { createLatest } from '@ioc/server/ingest/latest'
import { followCommit } from '@ioc/server/wiring/follow-commit'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { alarmRoom, limitRule, START, stationOf } from '../alarm-room.js'
import { GAUGE, gauge, gaugeRoom } from '../gauge-room.js'

describe('a value that comes late', () => {
  it('waits until ten seconds without a newer one, then alarms at once, marked late', async () => {
    const { desk, clock, level, only } = await gaugeRoom()
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
    const { desk, clock, level } = await gaugeRoom()
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
    const { desk, clock, level } = await gaugeRoom()
    for (let days = 60; days > 1; days -= 1) desk.take([level(9, { ago: days * DAY })])
    clock.advance(HOUR)
    desk.take([level(9, { ago: DAY - 5 * SECOND })])
    clock.advance(HOUR)
    expect(desk.active()).toEqual([])
  })

  it('is not late within three of its own intervals', async () => {
    const { desk, clock, level, stations, only } = await gaugeRoom()
    stations.set(GAUGE, gauge({ reportIntervalS: 3_600 }))
    desk.take([level(3.9, { ago: 2 * HOUR })])
    clock.advance(MINUTE)
    expect(only().late).toBe(false)
  })

  it('clears late as it raises late', async () => {
    const { desk, clock, level, only } = await gaugeRoom()
    desk.take([level(3.9)])
    clock.advance(2 * HOUR)
    expect(only().state).toBe('unacknowledged')
    desk.take([level(1, { ago: HOUR })])
    clock.advance(10 * SECOND)
    expect(only().state).toBe('returned')
  })
})

async function rainRoom(more: object = {}) {
  const room = await alarmRoom({
    rules: [limitRule('rain', 'rain', { over: '1h', ...more })],
    stations: [stationOf('R')],
  })
  room.clock.advance(HOUR)
  function fallen(minutesAgo: number, value: number): Observation {
    const now = room.clock.now()
    const place = { datastream: 'R/rain', station: 'R', property: 'rain' } as Observation
    return { ...place, at: now - minutesAgo * MINUTE, value, quality: 'good', receivedAt: now, timeSource: 'device' }
  }
  return { ...room, fallen }
}

describe('a sum over the last hour', () => {
  it('counts what came too late to alarm by itself once more follows', async () => {
    const { desk, clock, fallen } = await rainRoom()
    // A logger that was cut off for forty minutes sends all of it at once: two millimetres every ten minutes.
    desk.take([40, 30, 20, 10].map((ago) => fallen(ago, 2)))
    clock.advance(MINUTE)
    expect(desk.active()).toEqual([])
    desk.take([fallen(0, 3)])
    expect(desk.active()).toMatchObject([{ rule: 'rain', value: 11, late: false }])
  })

  it('counts what a logger tells of the time it was cut off after what is of now', async () => {
    const { desk, clock, fallen } = await rainRoom()
    desk.take([fallen(0, 2)])
    desk.takeBehind([40, 30, 20, 10, 5 * 60].map((ago) => fallen(ago, 2)))
    // Neither what is being calibrated nor what cannot be is rain.
    desk.takeBehind([{ ...fallen(15, 2), quality: 'calibrating' }, fallen(25, -1)])
    expect(desk.active()).toEqual([])
    clock.advance(MINUTE)
    desk.take([fallen(0, 1)])
    expect(desk.active()).toMatchObject([{ rule: 'rain', value: 11, late: false }])
  })

  it('counts all of a message that tells the newest first', async () => {
    const { desk, clock, fallen } = await rainRoom()
    const latest = createLatest([], clock.now())
    const indices = { take: () => {} }
    const tell = (observations: Observation[]) => {
      const outcomes = observations.map(() => 'stored' as const)
      followCommit({ latest, indices, alarms: desk }, { observations, outcomes, heard: new Map() })
    }
    tell([0, 10, 20, 30, 40].map((ago) => fallen(ago, 2)))
    clock.advance(MINUTE)
    tell([fallen(0, 1)])
    expect(desk.active()).toMatchObject([{ rule: 'rain', value: 11 }])
  })

  it('counts what lies behind a value that does not count itself', async () => {
    const { desk, clock, fallen } = await rainRoom()
    desk.take([fallen(50, 2)])
    desk.take([{ ...fallen(0, 2), quality: 'calibrating' }])
    desk.takeBehind([40, 30, 20, 10].map((ago) => fallen(ago, 2)))
    clock.advance(MINUTE)
    desk.take([fallen(0, 1)])
    expect(desk.active()).toMatchObject([{ rule: 'rain', value: 11 }])
  })

  it('believes no leap that came behind a newer value', async () => {
    const { desk, clock, fallen } = await rainRoom({ unlikelyPerHour: 100 })
    desk.take([fallen(0, 2)])
    desk.takeBehind([fallen(20, 180), fallen(10, 0.2)])
    clock.advance(MINUTE)
    desk.take([fallen(0, 0)])
    expect(desk.active()).toEqual([])
  })
})

it('counts the late values of a whole province a portion a second, and all of them', async () => {
  const names = Array.from({ length: 9_000 }, (_, n) => `R-${n}`)
  const stations = names.map((id) => stationOf(id))
  const room = await alarmRoom({ rules: [limitRule('high', 'water_level')], stations })
  const receivedAt = room.clock.now()
  const late = { property: 'water_level', at: receivedAt - HOUR, quality: 'good', receivedAt }
  // Every four-thousandth is too high.
  const values = names.map((id, n) => {
    return { ...late, datastream: `${id}/water_level`, station: id, value: n % 4_000 === 0 ? 11 : 5 }
  })
  room.desk.take(values as unknown as Observation[])
  const alarming = [10, 1, 1].map((seconds) => {
    room.clock.advance(seconds * SECOND)
    return room.desk.active().map(({ station }) => station)
  })
  const [first, second, third] = ['R-0', 'R-4000', 'R-8000']
  expect(alarming.map((ids) => ids.toSorted())).toEqual([[first], [first, second], [first, second, third]])
})
