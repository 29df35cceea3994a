import { killDrill } from '../kill-drill.js'

/** Twenty kills in the middle of a stream on one data folder. */
export async function benchKill(): Promise<void> {
  const { acknowledged, missing, rounds, ledgerAddsUp, storedMatchesRows } = await killDrill(20)
  process.stdout.write(
    `${rounds} kills, ${acknowledged} messages acknowledged, ${missing.length} missing; ` +
      `ledger adds up: ${ledgerAddsUp}, agrees with the rows on disk: ${storedMatchesRows}\n`,
  )
  if (missing.length > 0 || !ledgerAddsUp || !storedMatchesRows) process.exitCode = 1
}
