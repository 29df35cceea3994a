import type { StationId } from '@ioc/shared/ids'
import type { IndexKey } from '@ioc/shared/properties'
import type { AlarmDesk } from '../alarms/desk.js'
import type { IndexDesk } from '../indices/desk.js'
import { indexObservation } from '../indices/index-observation.js'
import type { Committed } from '../ingest/commit-queue.js'
import type { Latest } from '../ingest/latest.js'
import type { Clock } from '../ports/clock.js'
import type { IndexValue } from '../ports/index-value.js'

interface Now {
  latest: Pick<Latest, 'heard' | 'take' | 'setIndex'>
  indices: Pick<IndexDesk, 'take'>
  alarms: Pick<AlarmDesk, 'heard' | 'take' | 'takeBehind'>
}

/** What is on disk becomes what is known of now, and what is wrong: who was heard before what they said. */
export function followCommit({ latest, indices, alarms }: Now, { observations, outcomes, heard }: Committed): void {
  latest.heard(heard)
  for (const [station, at] of heard) alarms.heard(station, at)
  const { newest, behind } = latest.take(observations, outcomes)
  indices.take(observations, outcomes)
  alarms.take(newest)
  alarms.takeBehind(behind)
}

/** An index is judged by the rules like anything that is measured, when it changes. */
export function followIndex(
  { latest, alarms, clock }: Pick<Now, 'latest' | 'alarms'> & { clock: Clock },
  station: StationId,
  key: IndexKey,
  value: IndexValue | null,
): void {
  const changed = latest.setIndex(station, key, value)
  if (changed && value) alarms.take([indexObservation(station, key, value, clock.now())])
}
