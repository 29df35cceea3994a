import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { START } from '../alarm-room.js'
import { GAUGE, flood, gaugeRoom, silence } from '../gauge-room.js'

describe('the lists', () => {
  it('answer by state, severity, station, area and the time of raising', async () => {
    const { desk, clock, level } = await gaugeRoom({ rules: [flood, silence] })
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
    expect((await desk.list({ at: START + MINUTE })).map((alarm) => alarm.rule)).toEqual(['bd3'])
  })
})

describe('alarms that are over', () => {
  it('are looked for 30 days back, unless the query says more; what is open is always there', async () => {
    const { desk, clock, level } = await gaugeRoom()
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

  it('are found by when they ended, however long they stood', async () => {
    const { desk, clock, level } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    await desk.acknowledge(desk.active()[0]!.id, 'lan', null)
    clock.advance(40 * DAY)
    desk.take([level(1)])
    clock.advance(10 * MINUTE)
    const ended = async (query: object) => (await desk.list({ states: ['cleared'], ...query })).length
    expect(await ended({})).toBe(1)
    expect(await ended({ since: clock.now() - HOUR })).toBe(1)
    expect(await ended({ since: clock.now() - MINUTE })).toBe(0)
    expect(await ended({ from: clock.now() - HOUR })).toBe(0)
    expect(await ended({ since: START + DAY, to: START + DAY })).toBe(1)
  })
})
