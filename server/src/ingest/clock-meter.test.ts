import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createClockMeter } from './clock-meter.js'

const T0 = Date.UTC(2026, 10, 22)

/** What a message takes on its way: 20 to 420 ms, the same every time. */
const delay = (n: number) => 20 + ((n * 7919) % 401)

/** A device that reports once a minute, and when each report arrives. */
function listen(minutes: number, deviceClock: (at: number) => number, arrival = (sent: number) => sent) {
  const meter = createClockMeter()
  const messages = Array.from({ length: minutes }, (_, n) => {
    const measured = T0 + n * MINUTE
    return { at: deviceClock(measured), receivedAt: arrival(measured) + delay(n) }
  })
  for (const { at, receivedAt } of messages.sort((a, b) => a.receivedAt - b.receivedAt)) meter.take(at, receivedAt)
  return meter.offsetMs()
}

describe('the clock of a device', () => {
  it('is not known before the second message', () => {
    const meter = createClockMeter()
    expect(meter.offsetMs()).toBeNull()
    meter.take(T0, T0 + 100)
    expect(meter.offsetMs()).toBeNull()
    meter.take(T0 + MINUTE, T0 + MINUTE + 120)
    expect(meter.offsetMs()).toBe(100)
  })

  it.each([
    ['right', 0],
    ['two minutes behind', 2 * MINUTE],
    ['two minutes ahead', -2 * MINUTE],
  ])('that is %s is measured to the shortest way', (_, behind) => {
    const offset = listen(60, (at) => at - behind)!
    expect(offset - behind).toBeGreaterThanOrEqual(20)
    expect(offset - behind).toBeLessThan(120)
  })

  it.each([
    ['gains', 1],
    ['loses', -1],
  ])('that %s two seconds an hour is followed', (_, sign) => {
    const rate = (sign * 2 * SECOND) / HOUR
    const offset = listen(48 * 60, (at) => at + (at - T0) * rate)!
    const wrong = -sign * 96 * SECOND
    expect(Math.abs(offset - wrong)).toBeLessThan(2 * SECOND)
  })

  it('that was set by two minutes is known within fifteen reports', () => {
    const half = T0 + 30 * MINUTE
    const forward = listen(50, (at) => (at < half ? at - 2 * MINUTE : at))!
    expect(forward).toBeGreaterThanOrEqual(20)
    expect(forward).toBeLessThan(500)
    const back = listen(50, (at) => (at < half ? at : at - 2 * MINUTE))!
    expect(Math.abs(back - 2 * MINUTE)).toBeLessThan(500)
  })

  it.each([
    ['sends ten minutes at once, oldest first', (sent: number) => Math.ceil(sent / (10 * MINUTE)) * 10 * MINUTE],
    ['was offline for an hour and empties its memory', (sent: number) => (sent < T0 + HOUR ? T0 + HOUR : sent)],
    [
      'was offline for an hour in between',
      (sent: number) => (sent > T0 + HOUR && sent < T0 + 2 * HOUR ? T0 + 2 * HOUR : sent),
    ],
  ])('is not behind where it %s', (_, arrival) => {
    const meter = createClockMeter()
    let before = 0
    for (let n = 0; n <= 180; n++) {
      const at = T0 + n * MINUTE
      const receivedAt = Math.max(before + 1, arrival(at) + delay(n) / 20)
      meter.take(at, receivedAt)
      before = receivedAt
      expect(meter.offsetMs() ?? 0).toBeLessThan(SECOND)
    }
    expect(meter.offsetMs()).not.toBeNull()
  })

  it('is not measured by what is delivered from the past, in either direction', () => {
    const now = T0 + 60 * 24 * HOUR
    const oldestFirst = createClockMeter()
    for (let n = 0; n < 10_000; n++) oldestFirst.take(T0 + n * MINUTE, now + n)
    expect(oldestFirst.offsetMs()).toBeNull()

    const newestFirst = createClockMeter()
    for (let n = 0; n < 5; n++) newestFirst.take(now + n * MINUTE, now + n * MINUTE + 30)
    for (let n = 0; n < 10_000; n++) newestFirst.take(now - n * MINUTE, now + 5 * MINUTE + n)
    expect(newestFirst.offsetMs()).toBe(30)
  })
})
