import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { Tally } from '../ports/observation-store.js'
import { addTally, emptyTally } from '../tally.js'
import { createClockMeter, type ClockMeter } from './clock-meter.js'
import { createSequence, type Sequence } from './sequence.js'

/** One station's account: received = stored + duplicate + corrected + Σ rejected + pending, always. */
export interface LedgerRow extends Tally {
  pending: number
  /** How far the device's clock is behind ours; null where that is not known. */
  clockOffsetMs: number | null
}

export interface Ledger {
  /** Counts observations (and refusals) as received and pending. */
  receive(station: StationId, n: number): void
  /** Messages lost on the way, by gaps in the device's own numbers; less than 0 where some have come after all. */
  missedBefore(station: StationId, seqs: readonly number[]): number
  /** Takes the tallies of a commit over: what was pending is now accounted for. */
  settle(tallies: readonly Tally[]): void
  /** What was counted before has turned out to be something else; nothing was pending. */
  amend(tallies: readonly Tally[]): void
  /** A message of the device whose newest value it measured, by its own clock, at `at`. */
  clock(station: StationId, at: EpochMs, receivedAt: EpochMs): void
  row(station: StationId): LedgerRow
  rows(): LedgerRow[]
}

interface Account {
  settled: Tally
  pending: number
  sequence: Sequence
  clock: ClockMeter
}

function newAccount(station: StationId): Account {
  return { settled: emptyTally(station), pending: 0, sequence: createSequence(), clock: createClockMeter() }
}

/** The account of every station, counted from the first message on. */
export function createLedger(settled: readonly Tally[]): Ledger {
  const accounts = new Map<StationId, Account>()

  function account(station: StationId): Account {
    let of = accounts.get(station)
    if (!of) accounts.set(station, (of = newAccount(station)))
    return of
  }

  for (const tally of settled) addTally(account(tally.station).settled, tally)

  function toRow({ settled, pending, clock }: Account): LedgerRow {
    const rejected = { ...settled.rejected }
    return {
      ...settled,
      rejected,
      received: settled.received + pending,
      pending,
      clockOffsetMs: clock.offsetMs(),
    }
  }

  return {
    receive(station, n) {
      account(station).pending += n
    },
    missedBefore(station, seqs) {
      const { sequence } = account(station)
      let missed = 0
      for (const seq of seqs) missed += sequence.take(seq)
      return missed
    },
    settle(tallies) {
      for (const tally of tallies) {
        const of = account(tally.station)
        addTally(of.settled, tally)
        of.pending -= tally.received
      }
    },
    amend(tallies) {
      for (const tally of tallies) addTally(account(tally.station).settled, tally)
    },
    clock: (station, at, receivedAt) => account(station).clock.take(at, receivedAt),
    row: (station) => toRow(account(station)),
    rows: () => [...accounts.values()].map(toRow),
  }
}
