import { SECOND } from '@ioc/shared/time'
import { readCredentials } from './arguments.js'
import { batches, goOn, shiftToEnd } from './plan-replay.js'
import { openPlayer, type Player } from './player.js'
import type { ProgramContext } from './program-context.js'
import { readSeries, type Series } from './read-series.js'
import type { ReplayOptions } from './replay-options.js'

const OBSERVATIONS_A_MESSAGE = 100
/** So many messages wait for their acknowledgement; the next is made when one of them has it. */
const MOST_PENDING = 40

/**
 * Plays a recorded file as if its last row were measured now: its history as fast as the broker acknowledges, then on
 * in its own rhythm until the signal. Answers the exit code.
 */
export async function runReplay(options: ReplayOptions, context: ProgramContext): Promise<number> {
  const { stderr, now } = context
  const secrets = options.credentials === null ? null : await readCredentials(options.credentials)
  if (secrets && !secrets.has(options.station)) {
    stderr.write(`no secret for ${options.station} in ${options.credentials}\n`)
    return 1
  }
  const series = await readSeries(options.file, options.excerpt)
  const end = now()
  const player = openPlayer(options, secrets?.get(options.station), context)
  const line = () =>
    `rows ${series.rows} · published ${player.count.published} · acked ${player.count.acknowledged} · skipped ${series.skipped}`
  const progress = setInterval(() => stderr.write(`${line()}\n`), (stderr.isTTY ? 1 : 10) * SECOND)
  try {
    await playHistory(player, series, end)
    if (!player.isOver()) stderr.write(`history played: ${line()}\n`)
    if (!options.historyOnly) await playOn(player, series, end, options.speed, now)
  } finally {
    clearInterval(progress)
    await player.close()
  }
  const refusal = player.refusal()
  stderr.write(refusal ? `the broker refused ${options.station}: ${refusal}\n` : `ended: ${line()}\n`)
  return refusal ? 1 : 0
}

async function playHistory(player: Player, series: Series, end: number): Promise<void> {
  for (const batch of batches(shiftToEnd(series.readings, end), OBSERVATIONS_A_MESSAGE)) {
    await player.pendingBelow(MOST_PENDING)
    if (player.isOver()) return
    player.send(batch)
  }
  await player.pendingBelow(1)
}

/** What fell due while the history was being played goes at once, with its own times. */
async function playOn(player: Player, series: Series, end: number, speed: number, now: () => number): Promise<void> {
  for (const reading of goOn(series.readings, end, speed)) {
    if (reading.at > now()) await player.reach(reading.at)
    if (player.isOver()) return
    player.send([reading])
  }
}
