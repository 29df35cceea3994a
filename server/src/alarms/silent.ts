import type { SilenceRule } from '@ioc/shared/rule'
import { SECOND, type EpochMs } from '@ioc/shared/time'

/** How long a station of this interval may be quiet under a rule. */
export function silenceLimitMs(rule: SilenceRule, reportIntervalS: number): number {
  return Math.max(rule.intervals * reportIntervalS, rule.minS) * SECOND
}

interface Hearing {
  limitMs: number
  /** When anything was last received. */
  heardAt: EpochMs
  /** Since when the server listens without a break. */
  readyAt: EpochMs
  silent: boolean
}

/**
 * Whether a station is silent now.
 *
 * It becomes silent when nothing came for the limit while we listened: after a restart the count begins anew, because
 * what was sent meanwhile may still be on its way. It stays silent until something is heard, and a restart is nothing.
 */
export function hasFallenSilent({ limitMs, heardAt, readyAt, silent }: Hearing, now: EpochMs): boolean {
  return now - (silent ? heardAt : Math.max(heardAt, readyAt)) >= limitMs
}
