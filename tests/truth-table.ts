import type { Score, Verdicts } from './judge-alarms.js'
import { emptyScore } from './judge-alarms.js'

/** Sums scores by name. */
export function addScores(into: Map<string, Score>, name: string, score: Score): void {
  const sum = into.get(name) ?? emptyScore()
  into.set(name, {
    told: sum.told + score.told,
    right: sum.right + score.right,
    owed: sum.owed + score.owed,
    found: sum.found + score.found,
    behind: [...sum.behind, ...score.behind],
    delays: [...sum.delays, ...score.delays],
    faults: [...sum.faults, ...score.faults],
  })
}

/** All rules of a run together. */
export function totalOf({ scores }: Pick<Verdicts, 'scores'>): Score {
  const total = new Map<string, Score>()
  for (const score of scores.values()) addScores(total, '', score)
  return total.get('') ?? emptyScore()
}

/** 1 where there was nothing to be wrong about. */
export function precisionOf({ told, right }: Score): number {
  return told === 0 ? 1 : right / told
}

export function recallOf({ owed, found }: Score): number {
  return owed === 0 ? 1 : found / owed
}

/** Lines of a table for people: what was told and owed, and seconds of delay. */
export function truthTable(title: string, scores: ReadonlyMap<string, Score>): string {
  const head = [
    title,
    'told',
    'false',
    'owed',
    'missed',
    'precision',
    'recall',
    'delay p50',
    'delay max',
    'beyond hold',
  ]
  const rows = [...scores].map(([name, score]) => {
    const { told, right, owed, found, delays, behind } = score
    const isIdle = told === 0 && owed === 0
    return [
      name,
      String(told),
      String(told - right),
      String(owed),
      String(owed - found),
      isIdle ? '–' : precisionOf(score).toFixed(3),
      isIdle ? '–' : recallOf(score).toFixed(3),
      ...[middle(delays), highest(delays), highest(behind)].map((ms) =>
        ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`,
      ),
    ]
  })
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)))
  return [head, ...rows]
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n')
}

function middle(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value), 0)
}
