import type { Severity } from '@ioc/shared/alarm'
import type { Channel } from '@ioc/shared/channel'

/** What a channel may choose an alarm by; a group has several kinds, areas and agencies. */
export interface Subject {
  severity: Severity
  kinds: readonly string[]
  /** Its communes, and what they lie in. */
  areas: readonly string[]
  agencies: readonly string[]
}

/** Whether a channel is for such an alarm. */
export function isFor({ severities, kinds, areas, agencies }: Channel, subject: Subject): boolean {
  return (
    severities.includes(subject.severity) &&
    meets(kinds, subject.kinds) &&
    meets(areas, subject.areas) &&
    meets(agencies, subject.agencies)
  )
}

function meets(wanted: readonly string[], present: readonly string[]): boolean {
  return wanted.length === 0 || present.some((each) => wanted.includes(each))
}
