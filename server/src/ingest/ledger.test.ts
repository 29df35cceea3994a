import type { StationId } from '@ioc/shared/ids'
import { describe, expect, it } from 'vitest'
import { emptyTally } from '../tally.js'
import { createLedger } from './ledger.js'

const A = 'A' as StationId

describe('the ledger', () => {
  it('holds what arrived as pending until it is accounted for', () => {
    const ledger = createLedger([])
    ledger.receive(A, 3)
    expect(ledger.row(A)).toMatchObject({ received: 3, stored: 0, pending: 3 })
    ledger.settle([{ ...emptyTally(A), received: 3, stored: 1, duplicate: 1, rejected: { 'time.future': 1 } }])
    expect(ledger.row(A)).toMatchObject({
      received: 3,
      stored: 1,
      duplicate: 1,
      rejected: { 'time.future': 1 },
      pending: 0,
    })
  })

  it('goes on from what was settled before', () => {
    const ledger = createLedger([{ ...emptyTally(A), received: 7, stored: 7, bytes: 100, lastSeen: 5 }])
    ledger.receive(A, 1)
    ledger.settle([{ ...emptyTally(A), received: 1, stored: 1, bytes: 10, lastSeen: 4 }])
    expect(ledger.row(A)).toMatchObject({ received: 8, stored: 8, bytes: 110, lastSeen: 5 })
  })

  it('counts what never arrived by the gaps in the device’s numbers', () => {
    const ledger = createLedger([])
    const missed = (...seqs: number[]) => ledger.missedBefore(A, seqs)
    expect(missed(17)).toBe(0)
    expect(missed(18, 22)).toBe(3)
    expect(missed(23, 21, 19)).toBe(-2)
    expect(missed(27, 26, 25, 24)).toBe(0)
    expect(ledger.missedBefore('B' as StationId, [99])).toBe(0)
  })

  it('lets what was counted become something else, with nothing pending', () => {
    const ledger = createLedger([])
    ledger.receive(A, 2)
    ledger.settle([{ ...emptyTally(A), received: 2, rejected: { 'property.unknown': 2 }, lastSeen: 9 }])
    ledger.amend([{ ...emptyTally(A), stored: 2, rejected: { 'property.unknown': -2 } }])
    expect(ledger.row(A)).toMatchObject({ received: 2, stored: 2, rejected: {}, pending: 0, lastSeen: 9 })
  })
})
