import { HOUR, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { FAULT_KINDS, faultsAt, parseFaultShares, type FaultKind } from './faults.js'

const NOON = Date.parse('2026-10-20T05:00:00Z')

describe('faultsAt', () => {
  it('says the same of a station and time again and again, and knows no fault by default', () => {
    const shares = { silent: 0.3, spike: 0.3 }
    const again = () => Array.from({ length: 200 }, (_, i) => faultsAt(7, shares, 'A', NOON + i * SECOND))
    expect(again()).toEqual(again())
    expect(again().flat().length).toBeGreaterThan(0)
    expect(faultsAt(7, {}, 'A', NOON)).toEqual([])
  })

  it.each(FAULT_KINDS)('strikes the share of time that was asked for: %s', (kind) => {
    const many = 4_000
    const struck = Array.from({ length: many }, (_, i) => faultsAt(1, { [kind]: 0.05 }, `S${i}`, NOON + i * HOUR))
    expect(struck.filter((faults) => faults.length > 0).length / many).toBeGreaterThan(0.035)
    expect(struck.filter((faults) => faults.length > 0).length / many).toBeLessThan(0.065)
  })

  it('names the stretch of time, and holds for all of it', () => {
    const shares = { stuck: 0.5 }
    const fault = Array.from({ length: 40 }, (_, i) => faultsAt(1, shares, `S${i}`, NOON)[0]).find(Boolean)
    const id =
      Array.from({ length: 40 }, (_, i) => `S${i}`).find((id) => faultsAt(1, shares, id, NOON).length > 0) ?? ''
    expect(faultsAt(1, shares, id, fault?.from ?? 0)).toEqual([fault])
    expect(faultsAt(1, shares, id, (fault?.to ?? 0) - 1)).toEqual([fault])
    expect(fault?.from).toBeLessThanOrEqual(NOON)
    expect(fault?.to).toBeGreaterThan(NOON)
  })
})

describe('parseFaultShares', () => {
  it('reads shares by name', () => {
    expect(parseFaultShares('silent=0.01, spike=0.005')).toEqual({ silent: 0.01, spike: 0.005 })
    expect(parseFaultShares('')).toEqual({})
  })

  it.each(['lazy=0.1', 'silent', 'silent=2', 'spike=x'])('says what is wrong with %s', (text) => {
    expect(parseFaultShares(text)).toMatch(new RegExp(text.split('=')[0] as FaultKind))
  })
})
