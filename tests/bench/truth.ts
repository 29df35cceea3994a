import { SCENARIOS } from '@ioc/simulators/scenarios/scenario-named'
import { GRACE_MS } from '../judge-alarms.js'
import { FAULT_MIXES, truthDrill, type TruthRun } from '../truth-drill.js'
import { precisionOf, recallOf, totalOf, truthTable } from '../truth-table.js'

/** Other seeds than those with which rules and scenarios were made. */
const SEEDS = [4_711, 90_210, 31_337]

/**
 * `bench truth [HOURS [SEEDS]]`: every scenario with every kind of fault and seeds nobody has looked at, all stations of
 * Huế, each story told in so many hours at most; prints how the shipped rules did.
 */
export async function benchTruth(): Promise<void> {
  const most = Number(process.argv[3] ?? 8)
  const seeds = SEEDS.slice(0, Number(process.argv[4] ?? SEEDS.length))
  const runs = SCENARIOS.flatMap(({ name, lastsH }) =>
    Object.keys(FAULT_MIXES).flatMap((faults) =>
      seeds.map((seed): TruthRun => ({ scenario: name, faults, seed, hours: Math.min(most, lastsH) })),
    ),
  )
  process.stdout.write(`seeds ${seeds.join(' ')}; ${runs.length} runs\n\n`)
  const { byRule, byFault, byScenario, unwatched, unjudged } = await truthDrill(runs, {
    onRun: ({ scenario, faults, seed }, { told, owed, faults: wrong }) =>
      process.stderr.write([`${scenario} ${faults} ${seed}: ${told} told, ${owed} owed`, ...wrong, ''].join('\n')),
  })
  process.stdout.write(`${truthTable('rule', byRule)}\n\n`)
  process.stdout.write(`${truthTable('fault', byFault)}\n\n`)
  process.stdout.write(`${truthTable('scenario', byScenario)}\n\n`)
  for (const what of unwatched) process.stdout.write(`no rule watches ${what}\n`)
  for (const rule of unjudged) process.stdout.write(`no truth speaks of ${rule}\n`)
  for (const { faults } of byRule.values()) for (const fault of faults.slice(0, 12)) process.stdout.write(`${fault}\n`)
  const total = totalOf({ scores: byRule })
  const isLate = total.behind.some((ms) => ms > GRACE_MS)
  if (recallOf(total) < 1 || precisionOf(total) < 0.95 || isLate) process.exitCode = 1
}
