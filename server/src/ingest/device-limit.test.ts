import type { StationId } from '@ioc/shared/ids'
import { describe, expect, it } from 'vitest'
import { createDeviceLimit } from './device-limit.js'

const [A, B] = ['A' as StationId, 'B' as StationId]

describe('the limit of a device', () => {
  it('lets a burst through and then holds to the rate', () => {
    const wait = createDeviceLimit(50)
    const waits = Array.from({ length: 1_100 }, () => wait(A, 0, 100))
    expect(waits.slice(0, 1_000).every((ms) => ms === 0)).toBe(true)
    expect(waits[1_000]).toBe(20)
    expect(waits[1_099]).toBe(2_000)
  })

  it('never slows a device that keeps to the rate', () => {
    const wait = createDeviceLimit(50)
    for (let n = 0; n < 3_000; n++) expect(wait(A, n * 20, 100)).toBe(0)
  })

  it('makes nobody wait for a clock that was put back', () => {
    const wait = createDeviceLimit(50, 1_000)
    for (let n = 0; n < 100; n++) wait(A, 3_600_000, 100)
    expect(wait(A, 0, 100)).toBe(0)
    expect(wait(A, 1_000, 100)).toBe(0)
  })

  it('counts a large message as several', () => {
    const wait = createDeviceLimit(50)
    for (let n = 0; n < 62; n++) expect(wait(A, 0, 256 * 1024)).toBe(0)
    expect(wait(A, 0, 256 * 1024)).toBeGreaterThan(0)
  })

  it('counts each device on its own', () => {
    const wait = createDeviceLimit(1)
    for (let n = 0; n < 100; n++) wait(A, 0, 100)
    expect(wait(A, 0, 100)).toBeGreaterThan(0)
    expect(wait(B, 0, 100)).toBe(0)
  })

  it('gives a gateway the places of all devices behind it', () => {
    const wait = createDeviceLimit(50)
    const waits = Array.from({ length: 3_001 }, () => wait(A, 0, 100, 3))
    expect(waits.slice(0, 2_999).every((ms) => ms === 0)).toBe(true)
    expect(waits[3_000]).toBeCloseTo(1_000 / 150, 5)
  })

  it('is lifted by 0', () => {
    const wait = createDeviceLimit(0)
    for (let n = 0; n < 5_000; n++) expect(wait(A, 0, 100)).toBe(0)
  })

  it('holds all devices together to a rate of their own', () => {
    const wait = createDeviceLimit(50, 10)
    const waits = Array.from({ length: 20 }, (_, n) => wait(`S${n}` as StationId, 0, 100))
    expect(waits.slice(0, 10).every((ms) => ms === 0)).toBe(true)
    expect(waits[19]).toBe(1_000)
    expect(createDeviceLimit(0, 10)(A, 0, 11 * 16 * 1024)).toBe(100)
  })
})
