import { expect, it } from 'vitest'
import type { WireLedger } from '@ioc/shared/wire'
import { addsUp, sumLedgers } from './ledger-sums.js'

function ledger(change: Partial<WireLedger>): WireLedger {
  const nothing = { received: 0, stored: 0, duplicate: 0, corrected: 0, pending: 0, bytes: 0, missed: 0 }
  return { station: 'a', ...nothing, rejected: {}, lastSeen: null, clockOffsetMs: null, reports: null, ...change }
}

it('sums all stations, with the commonest reason first, and sees what does not add up', () => {
  const sums = sumLedgers([
    ledger({ received: 10, stored: 7, duplicate: 1, rejected: { 'time.future': 2 }, bytes: 100 }),
    ledger({ received: 5, stored: 1, rejected: { 'payload.unreadable': 3 }, pending: 1, bytes: 50 }),
  ])
  expect(sums).toMatchObject({ received: 15, stored: 8, rejected: 5, pending: 1, bytes: 150 })
  expect(sums.reasons).toEqual([
    ['payload.unreadable', 3],
    ['time.future', 2],
  ])
  expect(addsUp(sums)).toBe(true)
  expect(addsUp({ ...sums, stored: 9 })).toBe(false)
})
