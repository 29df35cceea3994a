import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { noise } from '../models/wavy.fixture.js'
import { watchDatastream, type Anomaly } from './watch.js'

const STEP = 10 * MINUTE
const A_DAY = DAY / STEP

/** Thirty days of a daily course with noise, changed by `change` from day 20 on. */
function flagged(change: (value: number, day: number, next: () => number) => number | null): Anomaly[] {
  const next = noise(11)
  const { look } = watchDatastream()
  const found: Anomaly[] = []
  for (let i = 0; i < 30 * A_DAY; i++) {
    const usual = 20 + 5 * Math.sin((2 * Math.PI * i) / A_DAY) + 0.5 * next()
    const value = i < 20 * A_DAY ? usual : change(usual, i / A_DAY - 20, next)
    const anomaly = value === null ? null : look(i * STEP, value)
    if (anomaly) found.push(anomaly)
  }
  return found
}

const at = (anomaly: Anomaly | undefined) => (anomaly ? anomaly.at / DAY - 20 : NaN)

describe('a watch', () => {
  it('says when it has seen enough to flag anything, and writes a reason as it is told to', () => {
    const { look, isReady } = watchDatastream((value) => ({
      vi: `${value.toFixed(0)} độ`,
      en: `${value.toFixed(0)} deg`,
    }))
    const next = noise(11)
    for (let i = 0; i < 10 * A_DAY; i++) {
      look(i * STEP, 20 + 0.5 * next())
      expect(isReady()).toBe(i * STEP >= 2 * DAY)
    }
    expect(look(10 * DAY, 60)!.why).toEqual({
      vi: 'nghi nhảy vọt: 60 độ, thường ngày vào giờ này khoảng 20 độ',
      en: 'a jump to 60 deg, usually about 20 deg at this hour',
    })
  })

  it('is quiet where nothing happens, and where nothing comes for a while', () => {
    expect(flagged((value) => value)).toEqual([])
    expect(flagged((value, day) => (day < 2 ? null : value))).toEqual([])
  })

  it('flags one wild value, once, when it comes', () => {
    const [spike, ...more] = flagged((value, day) => (day === 3 ? value + 15 : value))
    expect(spike).toMatchObject({ kind: 'spike', at: 23 * DAY })
    expect(spike!.score).toBeGreaterThan(1)
    expect(more).toEqual([])
  })

  it('flags a level that creeps up over half a day as a shift', () => {
    const found = flagged((value, day) => value + 8 * Math.min(1, Math.max(0, (day - 3) * 2)))
    expect(found[0]?.kind).toBe('shift')
    expect(at(found[0])).toBeGreaterThan(3)
    expect(at(found[0])).toBeLessThan(3.6)
  })

  it('flags a slow drift', () => {
    const found = flagged((value, day) => value + Math.max(0, day - 2))
    expect(found.map(({ kind }) => kind)).toContain('drift')
    expect(at(found[0])).toBeGreaterThan(2)
  })

  it('flags a value that stands still', () => {
    const found = flagged((value, day) => (day >= 4 ? 23 : value))
    expect(at(found.find(({ kind }) => kind === 'flatline'))).toBeLessThan(4.5)
  })

  it('flags it after an outage as soon, for nobody saw anything stand still in that', () => {
    const found = flagged((value, day) => (day < 2 ? null : day >= 4 ? 23 : value))
    expect(at(found.find(({ kind }) => kind === 'flatline'))).toBeLessThan(4.5)
  })

  it('flags a course that has gone', () => {
    const found = flagged((value, day, next) => (day >= 4 ? 20 + 0.5 * next() : value))
    expect(found.map(({ kind }) => kind)).toContain('lost-season')
  })

  it('flags what comes again days later, and not each of a burst', () => {
    const again = flagged((value, day) => (day === 3 || day === 4 ? value + 15 : value))
    expect(again.map(at)).toEqual([3, 4])
    const burst = flagged((value, day) =>
      day >= 3 && day < 3.5 && Math.round(day * A_DAY) % 12 === 0 ? value + 15 : value,
    )
    expect(burst.map(at)).toEqual([3])
  })

  it('calls a level that jumps a shift, once it has lasted for hours', () => {
    const found = flagged((value, day) => (day >= 3 ? value + 8 : value))
    expect(found.map(({ kind }) => kind)).toContain('shift')
    expect(found.map(({ kind }) => kind)).not.toContain('drift')
    expect(at(found.find(({ kind }) => kind === 'shift'))).toBeLessThan(3.5)
  })

  it('knows nothing of what follows', () => {
    const changed = flagged((value, day) => (day === 3 ? value + 15 : day > 6 ? -value : value))
    const before = flagged((value, day) => (day === 3 ? value + 15 : value))
    expect(changed.filter((each) => at(each) <= 6)).toEqual(before.filter((each) => at(each) <= 6))
  })

  it('says why, in both languages', () => {
    const [spike] = flagged((value, day) => (day === 3 ? 40.25 : value))
    expect(spike!.why.en).toContain('40.25')
    expect(spike!.why.vi).toContain('40,25')
  })

  it('passes over what is not newer', () => {
    const { look } = watchDatastream()
    for (let hour = 0; hour < 100; hour++) look(hour * HOUR, hour % 24)
    expect(look(50 * HOUR, 1e9)).toBeNull()
  })

  it('knows how far the last hour is from what is usual', () => {
    const { look, deviation } = watchDatastream()
    const next = noise(3)
    for (let i = 0; i < 10 * A_DAY; i++) look(i * STEP, 20 + next())
    expect(Math.abs(deviation())).toBeLessThan(1.5)
    for (let i = 0; i < 12; i++) look((10 * A_DAY + i) * STEP, 12)
    expect(deviation()).toBeLessThan(-4)
  })
})
