import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { keyOf, uniform } from './world/chance.js'

export const FAULT_KINDS = [
  'silent',
  'late',
  'stuck',
  'spike',
  'noise',
  'drift',
  'calibrating',
  'wrong-clock',
  'duplicate',
  'malformed',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Which share of its time (or of its reports) a station spends with each fault, 0 to 1. */
export type FaultShares = Partial<Record<FaultKind, number>>

export interface Fault {
  kind: FaultKind
  /** The stretch of time it holds; [from, to). */
  from: number
  to: number
}

/** How long one fault lasts. A spike, a double or a torn message is over with its report. */
const LASTS: Record<FaultKind, number> = {
  silent: 10 * MINUTE,
  late: 8 * MINUTE,
  stuck: 90 * MINUTE,
  noise: 10 * MINUTE,
  calibrating: 15 * MINUTE,
  drift: 3 * HOUR,
  'wrong-clock': 15 * MINUTE,
  spike: SECOND,
  duplicate: SECOND,
  malformed: SECOND,
}

/**
 * Which faults a station has at a moment of its own clock: a function of seed, station and time, so that a test knows
 * beforehand who is ill and when.
 */
export function faultsAt(seed: number, shares: FaultShares, station: string, at: number): Fault[] {
  const faults: Fault[] = []
  for (const kind of FAULT_KINDS) {
    const share = shares[kind] ?? 0
    if (share <= 0) continue
    const lasts = LASTS[kind]
    const window = Math.floor(at / lasts)
    if (uniform(seed, keyOf(`${kind} ${station}`), window) < share) {
      faults.push({ kind, from: window * lasts, to: (window + 1) * lasts })
    }
  }
  return faults
}

/** Reads `silent=0.01,spike=0.005`; a string names what is wrong. */
export function parseFaultShares(text: string): FaultShares | string {
  const shares: FaultShares = {}
  for (const part of text.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', share = ''] = part.split('=').map((side) => side.trim())
    const kind = FAULT_KINDS.find((known) => known === name)
    if (!kind) return `unknown fault '${name}', one of ${FAULT_KINDS.join(', ')}`
    const value = Number(share)
    if (share === '' || !(value >= 0 && value <= 1))
      return `the share of '${name}' must be between 0 and 1, not '${share}'`
    shares[kind] = value
  }
  return shares
}
