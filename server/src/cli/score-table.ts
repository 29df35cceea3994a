import { groupBy } from '@ioc/shared/group-by'
import type { Issued } from '../forecasts/choice/backtest.js'
import { createScore, type Score } from '../forecasts/choice/scores.js'

/** The row of what would have been issued. */
export const CHOSEN = 'chosen'

/** The scores of every model over all origins, and of the chosen forecasts. */
export function scoresOf(issued: readonly Issued[]): Map<string, Score> {
  const scores = new Map<string, ReturnType<typeof createScore>>()
  for (const { forecasts, truth, scale } of issued) {
    for (const { model, chosen, steps } of forecasts) {
      for (const name of chosen ? [model, CHOSEN] : [model]) {
        const score = scores.get(name) ?? createScore()
        scores.set(name, score)
        for (const [lead, quantiles] of steps.entries()) score.add(quantiles, truth[lead]!, scale)
      }
    }
  }
  return new Map([...scores].map(([name, { score }]) => [name, score()]))
}

/** The scores as a table for people, best first, the chosen one at the end. */
export function scoreTable(issued: readonly Issued[]): string {
  const scores = scoresOf(issued)
  const chosen = scores.get(CHOSEN)
  const rest = [...scores].filter(([name]) => name !== CHOSEN).sort(([, a], [, b]) => a.mase - b.mase)
  const rows = [...rest, ...(chosen ? [[CHOSEN, chosen] as const] : [])].map(([name, score]) => [
    name,
    score.mase.toFixed(3),
    score.pinball.toFixed(3),
    percent(score.within50),
    percent(score.within90),
    String(score.count),
  ])
  const head = ['model', 'MASE', 'pinball', 'in 50 %', 'in 90 %', 'values']
  return `${aligned([head, ...rows])}\n${issued.length} origins; chosen: ${tookOf(issued)}\n`
}

/** Which model was taken how often; where none was, why. */
function tookOf(issued: readonly Issued[]): string {
  const took = groupBy(issued, ({ forecasts, without }) => {
    return forecasts.find(({ chosen }) => chosen)?.model ?? `none (${without ?? 'short'})`
  })
  return [...took].map(([name, { length }]) => `${name} ${length}×`).join(', ')
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))))
    .map((cells) => `${cells.join('  ')}\n`)
    .join('')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
