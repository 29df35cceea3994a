import type { Rule } from '@ioc/shared/rule'
import type { CalmerChange, TrialSummary } from '@ioc/shared/rule-trial'

const SHARES = [0.02, 0.05, 0.1]
export const RESTS = [300, 900, 1800, 3600]
export const HOLDS = [60, 300, 900]

/** What may calm a rule, the mildest first: deadband and rest delay no alarm, a hold does. */
export function calmerChanges(rule: Rule): CalmerChange[] {
  const changes: CalmerChange[] = []
  const limit = rule.kind === 'threshold' ? rule.raise : rule.kind === 'band' ? rule.steps[0]!.from : null
  if (typeof limit === 'number' && limit !== 0) {
    const width = widthOf(rule)
    for (const share of SHARES) {
      const deadband = Number((Math.abs(limit) * share).toPrecision(2))
      if (deadband > width) changes.push({ deadband })
    }
  }
  if ('restS' in rule) for (const restS of RESTS) if (restS > rule.restS) changes.push({ restS })
  if ('holdS' in rule) for (const holdS of HOLDS) if (holdS > rule.holdS) changes.push({ holdS })
  return changes
}

/** The first change that does not chatter and loses no station that was warned of. */
export function bestOf<T extends { summary: TrialSummary }>(before: TrialSummary, tried: readonly T[]): T | null {
  return tried.find(({ summary }) => summary.chattering.length === 0 && summary.stations === before.stations) ?? null
}

function widthOf(rule: Rule): number {
  if (rule.kind === 'band') return rule.deadband ?? 0
  if (rule.kind !== 'threshold') return 0
  const { raise, clear, deadband = 0 } = rule
  return typeof raise === 'number' && typeof clear === 'number' ? Math.abs(raise - clear) : deadband
}
