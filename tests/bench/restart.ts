import { say } from './measure-load.js'
import { restartDrill } from '../restart-drill.js'

/** A hold that began anew with the server would be told later than this. */
const ANEW_MS = 5_000

/** `bench restart [TIMES]`: a server killed again and again in a flood, and its journal read from the start. */
export async function benchRestart(): Promise<void> {
  const found = await restartDrill(Number(process.argv[3] ?? 10))
  const { restarts, compared, states, movedOn, differing, twice, holdsLateMs, journal } = found
  const anew = holdsLateMs.filter((ms) => ms > ANEW_MS)

  say(`${restarts} restarts after SIGKILL in a flood`)
  say(`${compared} occurrences compared: ${differing.length} differing`)
  say(`their states before: ${countsOf(states)}`)
  say(`moved on by the clock meanwhile, as the journal says: ${countsOf(movedOn)}`)
  say(`${twice.length} raised twice`)
  say(`${holdsLateMs.length} holds ran through a kill: ${anew.length} began anew`)
  say(
    `journal from its start: ${journal.events} events, ${journal.occurrences} occurrences, ${journal.differing.length} differing`,
  )
  for (const line of [...differing, ...twice, ...journal.differing].slice(0, 20)) say(line)
  const faults = differing.length + twice.length + anew.length + journal.differing.length
  if (faults > 0) process.exitCode = 1
}

function countsOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([word, n]) => `${word} ${n}`).join(', ') || 'none'
}
