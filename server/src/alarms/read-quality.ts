import type { WireAlarmQuality } from '@ioc/shared/alarm-quality'
import type { Rule } from '@ioc/shared/rule'
import type { EpochMs } from '@ioc/shared/time'
import type { AlarmJournal } from '../ports/alarm-journal.js'
import { createLoad } from './load.js'

interface QualityOptions {
  journal: Pick<AlarmJournal, 'facts' | 'open'>
  rules: readonly Rule[]
  from: EpochMs
  to: EpochMs
  operators: number
}

/** The figures of a range, from the journal alone: a chunk after the other, with a turn for everybody between them. */
export async function readQuality({ journal, ...options }: QualityOptions): Promise<WireAlarmQuality> {
  const load = createLoad(options)
  for (const { alarm } of await journal.open(options.from - 1)) load.begin(alarm)
  for await (const facts of journal.facts(options.from, options.to)) for (const fact of facts) load.take(fact)
  return load.result()
}
