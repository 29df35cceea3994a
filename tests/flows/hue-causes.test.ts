import { beforeEach, describe, expect, it } from 'vitest'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { requireProvince } from '@ioc/server/stations/province'
import { MINUTE } from '@ioc/shared/time'
import { alarmRoom } from '../alarm-room.js'

const { rules, stations } = requireProvince(await readProvinceFolder('provinces/hue'))
const SUBSTATION = 'HUE-PW-01'
const ELSEWHERE = 'HUE-PW-02'

describe('in Huế', () => {
  let room: Awaited<ReturnType<typeof alarmRoom>>
  beforeEach(async () => {
    room = await alarmRoom({ rules, stations })
  })

  /** The meters say this once a minute for two hours. */
  function measure(at: string, values: Record<string, number>) {
    for (let minute = 0; minute < 120; minute += 1) {
      for (const [property, value] of Object.entries(values)) room.report(at, property, value)
      room.clock.advance(MINUTE)
    }
  }
  const dark = { voltage_l1: 0, voltage_l2: 0, voltage_l3: 0, power_factor: 0.2 }

  it('a substation without voltage explains its low power factor and the other phases, and nothing elsewhere', () => {
    measure(SUBSTATION, dark)
    measure(ELSEWHERE, { voltage_l1: 220, power_factor: 0.7 })
    const cause = room.alarm(`voltage-low-l1 ${SUBSTATION}`)
    expect(cause.state).toBe('unacknowledged')
    for (const rule of ['voltage-low-l2', 'voltage-low-l3', 'power-factor']) {
      expect(room.alarm(`${rule} ${SUBSTATION}`)).toMatchObject({ state: 'suppressed' })
    }
    expect(room.alarm(`power-factor ${ELSEWHERE}`).state).toBe('unacknowledged')
  })

  it('a phase that sags is no reason to be quiet about one that is dead', () => {
    measure(SUBSTATION, { voltage_l1: 206, voltage_l2: 0, voltage_l3: 206 })
    expect(room.alarm(`voltage-low-l1 ${SUBSTATION}`)).toMatchObject({ severity: 'medium', state: 'unacknowledged' })
    expect(room.alarm(`voltage-low-l2 ${SUBSTATION}`)).toMatchObject({ severity: 'critical', state: 'unacknowledged' })
    expect(room.alarm(`voltage-low-l3 ${SUBSTATION}`).state).toBe('suppressed')
  })

  it('the low power factor is heard again where the voltage is back and it stays low', () => {
    measure(SUBSTATION, dark)
    measure(SUBSTATION, { voltage_l1: 220, voltage_l2: 220, voltage_l3: 220, power_factor: 0.7 })
    expect(room.alarm(`power-factor ${SUBSTATION}`)).toMatchObject({ state: 'unacknowledged', suppressedBy: null })
  })

  it('a silent gateway is one alarm, and the silence of its stations is explained by it', () => {
    const behind = stations.filter(({ gateway }) => gateway === 'gw-a-luoi').map(({ id }) => id)
    const others = stations.filter(({ gateway }) => gateway !== 'gw-a-luoi').map(({ id }) => id)
    room.speak(...behind, ...others)
    for (let minute = 0; minute < 10; minute += 1) {
      room.clock.advance(MINUTE)
      room.speak(...others)
    }
    const states = room.states()
    expect(states['silence gateway~gw-a-luoi']).toBe('unacknowledged')
    expect(behind.map((id) => states[`silence ${id}`])).toEqual(behind.map(() => 'suppressed'))
    expect(Object.keys(states)).toHaveLength(behind.length + 1)
  })

  it('a blackout explains why what it fed fell silent, and never why a gauge by the river did', () => {
    const fed = stations.filter(({ attributes }) => attributes?.['fedBy'] === SUBSTATION).map(({ id }) => id)
    const gauge = 'HUE-WL-05'
    const lost = [...fed, gauge]
    const others = stations.filter(({ id }) => !lost.includes(id)).map(({ id }) => id)
    room.speak(...lost, ...others)
    for (let minute = 0; minute < 10; minute += 1) {
      for (const [property, value] of Object.entries(dark)) room.report(SUBSTATION, property, value)
      room.clock.advance(MINUTE)
      room.speak(...others)
    }
    const cause = room.alarm(`voltage-low-l1 ${SUBSTATION}`).id
    expect(fed.length).toBeGreaterThan(1)
    for (const id of fed)
      expect(room.alarm(`silence ${id}`)).toMatchObject({ state: 'suppressed', suppressedBy: cause })
    expect(room.alarm(`silence ${gauge}`).state).toBe('unacknowledged')
  })

  it('only what runs on the mains is fed by a substation', () => {
    const kinds = new Set(stations.filter(({ attributes }) => attributes?.['fedBy']).map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(['air', 'traffic'])
    const substations = new Set(stations.filter(({ kind }) => kind === 'power').map(({ id }) => id as string))
    const feeders = stations.flatMap(({ attributes }) => attributes?.['fedBy'] ?? [])
    expect(feeders.filter((id) => !substations.has(id as string))).toEqual([])
  })
})
