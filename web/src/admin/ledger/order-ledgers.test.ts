import { expect, it } from 'vitest'
import type { WireLedger } from '@ioc/shared/wire'
import { orderLedgers } from './order-ledgers.js'

const nothing = { received: 0, stored: 0, duplicate: 0, corrected: 0, pending: 0, bytes: 0, missed: 0, rejected: {} }
const ledger = (station: string, change: Partial<WireLedger> = {}): WireLedger => ({
  station,
  ...nothing,
  lastSeen: null,
  clockOffsetMs: null,
  reports: null,
  ...change,
})
const ids = (by: Parameters<typeof orderLedgers>[1]) => orderLedgers(all, by).map((row) => row.ledger.station)
const all = [
  ledger('c', { received: 9 }),
  ledger('b', { rejected: { 'time.future': 2, 'payload.unreadable': 3 }, received: 5 }),
  ledger('a', { rejected: { 'time.future': 4 }, missed: 7 }),
]

it('puts first what is looked for, and equal ones by their station', () => {
  expect(ids('rejected')).toEqual(['b', 'a', 'c'])
  expect(ids('missed')).toEqual(['a', 'b', 'c'])
  expect(ids('received')).toEqual(['c', 'b', 'a'])
  expect(ids('station')).toEqual(['a', 'b', 'c'])
})

it('counts what was rejected for any reason', () => {
  expect(orderLedgers(all, 'rejected').map(({ rejected }) => rejected)).toEqual([5, 4, 0])
})
